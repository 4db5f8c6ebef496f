# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Afrekenen
lead-pay = Betalen aan { $merchant }
lead-book = Boeken bij { $merchant }
lead-donate = Doneren aan { $merchant }
lead-subscribe = Abonnement bij { $merchant }
lead-setup = Betaalmethode opslaan bij { $merchant }

## The button that pays

pay-amount = { $amount } betalen
book-amount = Boeken voor { $amount }
donate-amount = { $amount } doneren
subscribe-amount = Abonneren voor { $amount }
subscribe = Abonneren
start-trial = Proefperiode starten
save-card = Betaalmethode opslaan
complete-order = Bestelling afronden
busy = Wordt verwerkt…

## The form

payment-details = Betaalgegevens
contact = Contact
email = E-mail
phone = Telefoonnummer
shipping-address = Bezorgadres
billing-address = Factuuradres
same-address = Factuuradres is hetzelfde als het bezorgadres
details = Uw gegevens
individual-name = Volledige naam
business-name = Bedrijfsnaam
tax-id-type = Soort nummer
tax-id-value = Fiscaal nr.
optional = optioneel
choose = Kies…
address-name = Naam
country = Land of regio
address-line1 = Straat en huisnummer
address-line2 = Appartement, verdieping enz.
address-postal-code = Postcode
address-city = Plaats
address-state = Staat of provincie
payment-method = Betaalmethode
card = Kaart
card-number = Kaartnummer
card-expiry = Vervaldatum
card-expiry-example = MM / JJ
card-cvc = CVC-code
card-name = Naam op de kaart
account-holder = Rekeninghouder
account-number = Rekeningnummer
iban = IBAN
routing-number = Routingnummer
sort-code = Sort code
method-bank-transfer = Bankoverschrijving
method-bank-debit = Automatische incasso
method-pay-by-bank = Bankbetaling
method-crypto = Cryptovaluta
debit-note = Door te betalen geeft u toestemming om dit bedrag van uw bankrekening af te schrijven. Het duurt enkele dagen voordat de betaling is bevestigd.
redirect-note = U gaat naar een andere pagina om de betaling goed te keuren en komt daarna hier terug.

## What the payer agrees to

this-shop = deze winkel
save-payment-method = Deze betaalmethode opslaan voor de volgende keer bij { $merchant }
promotions = Ik ontvang graag nieuws en aanbiedingen van { $merchant }
terms-of-service = Ik ga akkoord met de servicevoorwaarden van { $merchant }
agreement-subscription = Door een abonnement te nemen geeft u { $merchant } toestemming om bij elke verlenging een bedrag af te schrijven, totdat u opzegt.
agreement-subscription-nameless = Door een abonnement te nemen geeft u deze winkel toestemming om bij elke verlenging een bedrag af te schrijven, totdat u opzegt.
agreement-kept = Door verder te gaan geeft u { $merchant } toestemming om deze betaalmethode te gebruiken voor latere betalingen zoals afgesproken.
agreement-kept-nameless = Door verder te gaan geeft u deze winkel toestemming om deze betaalmethode te gebruiken voor latere betalingen zoals afgesproken.

## The order

items = Artikelen
subtotal = Subtotaal
shipping = Verzending
total = Totaal
total-due-today = Vandaag te betalen
free = Gratis
quantity = Aantal: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } dag gratis
   *[other] { $days } dagen gratis
}
trial-until = Gratis tot { $date }
then = daarna { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] per dag
   *[other] elke { $count } dagen
}
every-week = { $count ->
    [1] per week
   *[other] elke { $count } weken
}
every-month = { $count ->
    [1] per maand
   *[other] elke { $count } maanden
}
every-year = { $count ->
    [1] per jaar
   *[other] elke { $count } jaar
}

## What is chosen

quantity-of = Aantal van { $name }
quantity-fewer = Minder van { $name }
quantity-more = Meer van { $name }
remove = Verwijderen
remove-item = { $name } verwijderen
optional-items = Toevoegen aan je bestelling
add = Toevoegen
add-item = { $name } toevoegen
promotion-code = Actiecode
apply = Toepassen
remove-code = Code { $code } verwijderen
update = Bestelling bijwerken
discount = Korting
tax = Belasting
tax-later = Zodra het adres bekend is
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%, inbegrepen)
shipping-options = Verzendmethode
total-now = Het totaal is nu { $amount }.
estimate-hours = { $count ->
    [one] { $span } uur
   *[other] { $span } uur
}
estimate-days = { $count ->
    [one] { $span } dag
   *[other] { $span } dagen
}
estimate-business-days = { $count ->
    [one] { $span } werkdag
   *[other] { $span } werkdagen
}
estimate-weeks = { $count ->
    [one] { $span } week
   *[other] { $span } weken
}
estimate-months = { $count ->
    [one] { $span } maand
   *[other] { $span } maanden
}
estimate-at-least = minstens { $time }
estimate-at-most = hoogstens { $time }
choice-quantity = Kies een aantal van { $least } tot { $most }.
choice-not-now = De bestelling kan niet worden gewijzigd terwijl ze wordt betaald.
choice-not-offered = Dit wordt niet meer aangeboden.
choice-last = Het laatste artikel van een bestelling kan niet worden verwijderd.
choice-too-little = Het totaal zou lager zijn dan wat betaald kan worden.
choice-too-much = Het totaal zou hoger zijn dan wat betaald kan worden.
code-unknown = Deze code bestaat niet. Controleer hoe je hem hebt geschreven.
code-inactive = Deze code wordt niet meer gebruikt.
code-expired = Deze code is verlopen.
code-used-up = Deze code is zo vaak gebruikt als mogelijk is.
code-customer = Deze code is voor iemand anders.
code-minimum = Voor deze code zijn artikelen voor minstens { $amount } nodig.
code-currency = Deze code kan niet in deze valuta worden gebruikt.
code-first = Deze code is alleen voor een eerste bestelling.
code-nothing-off = Deze code geldt voor geen van deze artikelen.

## Errors

check-fields = Controleer deze velden:
error-required = Vul dit veld in.
error-choose = Maak een keuze.
error-incomplete = Dit is niet volledig.
error-invalid = Dit is niet geldig.
error-past = Deze datum is voorbij.
error-not-a-number = Vul alleen cijfers in.
error-not-accepted = Vink dit vakje aan om verder te gaan.
error-too-long = { $count ->
    [one] Maximaal { $count } teken.
   *[other] Maximaal { $count } tekens.
}
error-too-short = { $count ->
    [one] Minimaal { $count } teken.
   *[other] Minimaal { $count } tekens.
}
error-email = Vul een e-mailadres in, zoals name@example.com.
error-phone = Vul een telefoonnummer in, zoals +44 20 7946 0000.
error-card-number = Dit kaartnummer is niet geldig. Controleer de cijfers.
error-card-expiry = Vul maand en jaar in, zoals 04 / 30.
error-card-expired = Deze kaart is verlopen.
error-card-cvc = Vul de 3 of 4 cijfers van de CVC-code in.
error-iban = Deze IBAN is niet geldig. Controleer de cijfers.
error-payment-method = Kies hoe u wilt betalen.
error-terms = Ga akkoord met de voorwaarden om verder te gaan.
decline-card = Uw kaart is geweigerd. Er is niets afgeschreven. Probeer een andere kaart.
decline-insufficient-funds = Het saldo van uw kaart is niet toereikend. Er is niets afgeschreven. Probeer een andere kaart.
decline-expired-card = Uw kaart is verlopen. Probeer een andere kaart.
decline-incorrect-cvc = De CVC-code van uw kaart is niet juist. Er is niets afgeschreven.
decline-incorrect-number = Het nummer van uw kaart is niet juist. Er is niets afgeschreven.
decline-processing-error = De bank kon de betaling niet verwerken. Er is niets afgeschreven. Probeer het zo dadelijk opnieuw.
decline-authentication = Uw bank heeft de betaling niet bevestigd. Er is niets afgeschreven. Probeer het opnieuw of betaal op een andere manier.
decline-test-mode = Echte kaarten werken niet in de testmodus. Gebruik een testkaart, zoals 4242 4242 4242 4242.
decline-amount-changed = Het bedrag is gewijzigd sinds deze pagina is geopend. Controleer het voordat u betaalt.
decline-promotion-code = Deze actiecode is opgebruikt of niet meer geldig. Er is niets afgeschreven. Verwijder de code om zonder korting te betalen.
decline-coupon = De korting van deze bestelling is opgebruikt of niet meer geldig. Er is niets afgeschreven. Neem contact op met de verkoper.
decline-other = De betaling is niet gelukt. Er is niets afgeschreven. Probeer het opnieuw of betaal op een andere manier.
not-payable = Betalen is hier op dit moment niet mogelijk. Er is niets afgeschreven.
no-way-to-pay = Deze bestelling kan hier niet worden betaald. Neem contact op met de winkel.

## Test mode

test-mode = Testmodus
test-words = Testmodus: er gaat geen geld om. De kaart 4242 4242 4242 4242 betaalt, met elke vervaldatum in de toekomst en elke CVC-code.

## The bank's page

bank-test = Testpagina
bank-three-d-secure = Bevestig de betaling bij uw bank
bank-redirect = Betalen met { $method }
bank-merchant = Winkel
bank-amount = Bedrag
bank-words = Deze pagina speelt in de testmodus voor bank. Kies hoe de betaling verdergaat.
bank-authorise = Goedkeuren
bank-fail = Weigeren

## In place of the page

notice-complete = Klaar
notice-complete-words = Alles is afgerond. U kunt deze pagina sluiten.
notice-processing = Een ogenblik
notice-processing-words = Uw betaling wordt verwerkt. Deze pagina gaat vanzelf verder.
notice-expired = Deze pagina is verlopen
notice-expired-words = Er is niets afgeschreven. Ga terug naar de winkel om te bestellen.
notice-expired-recovery-words = Er is niets afgeschreven. U kunt uw bestelling hervatten.
notice-unknown = Deze pagina bestaat niet
notice-unknown-words = Misschien is het adres niet volledig. Open de link opnieuw waar u die hebt gekregen.
notice-unavailable = Op dit moment niet beschikbaar
notice-unavailable-words = Er ging hier iets mis. Probeer het over een paar minuten opnieuw: er wordt niets dubbel betaald.
notice-canceled = Betaling geannuleerd
notice-canceled-words = Er is niets afgeschreven.

## Around it

back = Terug
back-to = Terug naar { $merchant }
continue = Doorgaan
recover = Bestelling hervatten
powered-by = Mogelijk gemaakt door Paydesk
