## The button that pays

pay = Betalen
pay-amount = { $amount } betalen
book = Boeken
donate = Doneren
subscribe = Abonneren
start-trial = Proefperiode starten
set-up = Instellen
place-order = Bestelling plaatsen

## The form

email = E-mail
payment-method = Betaalmethode
card = Kaart
card-number = Kaartnummer
card-expiry = Vervaldatum
card-expiry-example = MM / JJ
card-cvc = Beveiligingscode
card-name = Naam op de kaart
country = Land of regio

## The order

subtotal = Subtotaal
discount = Korting
shipping = Verzending
tax = Belasting
total = Totaal
total-due-today = Totaal vandaag te betalen
quantity = Aantal: { $count }
trial-days = { $days ->
    [one] { $days } dag gratis
   *[other] { $days } dagen gratis
}

## Errors

error-required = Vul dit veld in.
error-email = Vul een e-mailadres in, zoals name@example.com.
error-card-number = Dit kaartnummer is niet geldig. Controleer de cijfers.
error-card-expired = Deze kaart is verlopen.
error-card-cvc = De beveiligingscode heeft drie of vier cijfers.
error-minimum = Het bedrag moet minimaal { $amount } zijn.
error-declined = Je betaling is geweigerd. Probeer een andere betaalmethode.

## Around it

back-to = Terug naar { $merchant }
expired-on = Deze pagina is op { $date } verlopen.
