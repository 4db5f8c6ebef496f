# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Kasse
lead-pay = Zahlung an { $merchant }
lead-book = Buchung bei { $merchant }
lead-donate = Spende an { $merchant }
lead-subscribe = Abonnement bei { $merchant }
lead-setup = Zahlungsart bei { $merchant } speichern

## The button that pays

pay-amount = { $amount } bezahlen
book-amount = Für { $amount } buchen
donate-amount = { $amount } spenden
subscribe-amount = Für { $amount } abonnieren
subscribe = Abonnieren
start-trial = Testzeitraum starten
save-card = Zahlungsart speichern
complete-order = Bestellung abschließen
busy = Wird verarbeitet …

## The form

payment-details = Zahlungsdaten
contact = Kontakt
email = E-Mail
phone = Telefonnummer
shipping-address = Lieferadresse
billing-address = Rechnungsadresse
same-address = Rechnungsadresse ist gleich der Lieferadresse
details = Ihre Angaben
individual-name = Vor- und Nachname
business-name = Firmenname
tax-id-type = Steuer-ID-Typ
tax-id-value = Steuer-ID
optional = optional
choose = Auswählen …
address-name = Name
country = Land oder Region
address-line1 = Straße und Hausnummer
address-line2 = Adresszusatz, Wohnung, Etage
address-postal-code = Postleitzahl
address-city = Ort
address-state = Bundesland oder Provinz
payment-method = Zahlungsart
card = Karte
card-number = Kartennummer
card-expiry = Gültig bis
card-expiry-example = MM / JJ
card-cvc = Prüfnummer
card-name = Name auf der Karte
account-holder = Kontoinhaber/in
account-number = Kontonummer
iban = IBAN
routing-number = Routing-Nummer
sort-code = Sort Code
method-bank-transfer = Banküberweisung
method-bank-debit = Lastschrift vom Bankkonto
method-pay-by-bank = Bankzahlung
method-crypto = Kryptowährung
debit-note = Mit der Zahlung erlauben Sie, dass dieser Betrag von Ihrem Bankkonto eingezogen wird. Bis die Zahlung bestätigt ist, vergehen einige Tage.
redirect-note = Sie werden auf eine andere Seite geleitet, um die Zahlung freizugeben, und danach wieder zurück.

## What the payer agrees to

this-shop = diesem Shop
save-payment-method = Diese Zahlungsart für das nächste Mal bei { $merchant } speichern
promotions = Ich möchte Neuigkeiten und Angebote von { $merchant } erhalten
terms-of-service = Ich stimme den Nutzungsbedingungen von { $merchant } zu
agreement-subscription = Mit dem Abonnement erlauben Sie { $merchant }, bei jeder Verlängerung den fälligen Betrag abzubuchen, bis Sie kündigen.
agreement-subscription-nameless = Mit dem Abonnement erlauben Sie diesem Shop, bei jeder Verlängerung den fälligen Betrag abzubuchen, bis Sie kündigen.
agreement-kept = Indem Sie fortfahren, erlauben Sie { $merchant }, diese Zahlungsart wie vereinbart für spätere Zahlungen zu verwenden.
agreement-kept-nameless = Indem Sie fortfahren, erlauben Sie diesem Shop, diese Zahlungsart wie vereinbart für spätere Zahlungen zu verwenden.

## The order

items = Artikel
subtotal = Zwischensumme
shipping = Versand
total = Gesamtbetrag
total-due-today = Heute fälliger Gesamtbetrag
free = Kostenlos
quantity = Menge: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } Tag kostenlos
   *[other] { $days } Tage kostenlos
}
trial-until = Kostenlos bis { $date }
then = danach { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] pro Tag
   *[other] alle { $count } Tage
}
every-week = { $count ->
    [1] pro Woche
   *[other] alle { $count } Wochen
}
every-month = { $count ->
    [1] pro Monat
   *[other] alle { $count } Monate
}
every-year = { $count ->
    [1] pro Jahr
   *[other] alle { $count } Jahre
}

## What is chosen

quantity-of = Menge von { $name }
quantity-fewer = Weniger von { $name }
quantity-more = Mehr von { $name }
remove = Entfernen
remove-item = { $name } entfernen
optional-items = Zur Bestellung hinzufügen
add = Hinzufügen
add-item = { $name } hinzufügen
promotion-code = Aktionscode
apply = Einlösen
remove-code = Code { $code } entfernen
update = Bestellung aktualisieren
discount = Rabatt
tax = Steuer
tax-later = Sobald die Adresse bekannt ist
tax-rate = { $name } ({ $percent } %)
tax-included = { $name } ({ $percent } %, enthalten)
shipping-options = Versandart
total-now = Der Gesamtbetrag ist jetzt { $amount }.
estimate-hours = { $count ->
    [one] { $span } Stunde
   *[other] { $span } Stunden
}
estimate-days = { $count ->
    [one] { $span } Tag
   *[other] { $span } Tage
}
estimate-business-days = { $count ->
    [one] { $span } Werktag
   *[other] { $span } Werktage
}
estimate-weeks = { $count ->
    [one] { $span } Woche
   *[other] { $span } Wochen
}
estimate-months = { $count ->
    [one] { $span } Monat
   *[other] { $span } Monate
}
estimate-at-least = mindestens { $time }
estimate-at-most = höchstens { $time }
choice-quantity = Bitte wählen Sie eine Menge von { $least } bis { $most }.
choice-not-now = Die Bestellung kann nicht geändert werden, während sie bezahlt wird.
choice-not-offered = Das wird nicht mehr angeboten.
choice-last = Der letzte Artikel einer Bestellung kann nicht entfernt werden.
choice-too-little = Der Gesamtbetrag wäre kleiner, als bezahlt werden kann.
choice-too-much = Der Gesamtbetrag wäre größer, als bezahlt werden kann.
code-unknown = Diesen Code gibt es nicht. Bitte prüfen Sie die Schreibweise.
code-inactive = Dieser Code wird nicht mehr verwendet.
code-expired = Dieser Code ist abgelaufen.
code-used-up = Dieser Code wurde so oft eingelöst, wie es möglich ist.
code-customer = Dieser Code ist für jemand anderen.
code-minimum = Dieser Code gilt ab einem Warenwert von { $amount }.
code-currency = Dieser Code gilt nicht in dieser Währung.
code-first = Dieser Code gilt nur für eine erste Bestellung.
code-nothing-off = Dieser Code gilt für keinen dieser Artikel.

## Errors

check-fields = Bitte prüfen Sie diese Felder:
error-required = Bitte füllen Sie dieses Feld aus.
error-choose = Bitte treffen Sie eine Auswahl.
error-incomplete = Diese Angabe ist unvollständig.
error-invalid = Diese Angabe ist ungültig.
error-past = Dieses Datum liegt in der Vergangenheit.
error-not-a-number = Bitte geben Sie nur Ziffern ein.
error-not-accepted = Bitte setzen Sie hier ein Häkchen, um fortzufahren.
error-too-long = Höchstens { $count } Zeichen.
error-too-short = Mindestens { $count } Zeichen.
error-email = Bitte geben Sie eine E-Mail-Adresse ein, etwa name@example.com.
error-phone = Bitte geben Sie eine Telefonnummer ein, etwa +49 30 23125000.
error-card-number = Diese Kartennummer ist ungültig. Bitte prüfen Sie die Ziffern.
error-card-expiry = Bitte geben Sie Monat und Jahr ein, etwa 04 / 30.
error-card-expired = Diese Karte ist abgelaufen.
error-card-cvc = Bitte geben Sie die 3 oder 4 Ziffern der Prüfnummer ein.
error-iban = Diese IBAN ist ungültig. Bitte prüfen Sie die Ziffern.
error-payment-method = Bitte wählen Sie, wie Sie bezahlen möchten.
error-terms = Bitte stimmen Sie den Bedingungen zu, um fortzufahren.
decline-card = Ihre Karte wurde abgelehnt. Es wurde nichts abgebucht. Bitte versuchen Sie es mit einer anderen Karte.
decline-insufficient-funds = Ihre Karte ist nicht ausreichend gedeckt. Es wurde nichts abgebucht. Bitte versuchen Sie es mit einer anderen Karte.
decline-expired-card = Ihre Karte ist abgelaufen. Bitte versuchen Sie es mit einer anderen Karte.
decline-incorrect-cvc = Die Prüfnummer Ihrer Karte ist nicht richtig. Es wurde nichts abgebucht.
decline-incorrect-number = Die Nummer Ihrer Karte ist nicht richtig. Es wurde nichts abgebucht.
decline-processing-error = Die Bank konnte die Zahlung nicht ausführen. Es wurde nichts abgebucht. Bitte versuchen Sie es gleich noch einmal.
decline-authentication = Ihre Bank hat die Zahlung nicht bestätigt. Es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal oder zahlen Sie auf andere Weise.
decline-test-mode = Echte Karten funktionieren im Testmodus nicht. Bitte verwenden Sie eine Testkarte, etwa 4242 4242 4242 4242.
decline-amount-changed = Der Betrag hat sich geändert, seit diese Seite geöffnet wurde. Bitte prüfen Sie ihn, bevor Sie zahlen.
decline-promotion-code = Dieser Aktionscode ist aufgebraucht oder nicht mehr gültig. Es wurde nichts abgebucht. Entfernen Sie ihn, um ohne ihn zu zahlen.
decline-coupon = Der Rabatt dieser Bestellung ist aufgebraucht oder nicht mehr gültig. Es wurde nichts abgebucht. Bitte wenden Sie sich an den Shop.
decline-other = Die Zahlung ist nicht zustande gekommen. Es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal oder zahlen Sie auf andere Weise.
not-payable = Zahlungen sind hier derzeit nicht möglich. Es wurde nichts abgebucht.
no-way-to-pay = Diese Bestellung kann hier nicht bezahlt werden. Bitte wenden Sie sich an den Shop.

## Test mode

test-mode = Testmodus
test-words = Testmodus: Es fließt kein Geld. Die Karte 4242 4242 4242 4242 zahlt, mit beliebigem künftigem Ablaufdatum und beliebiger Prüfnummer.

## The bank's page

bank-test = Testseite
bank-three-d-secure = Zahlung bei Ihrer Bank bestätigen
bank-redirect = Zahlung mit { $method }
bank-merchant = Händler
bank-amount = Betrag
bank-words = Diese Seite steht im Testmodus für eine Bank. Bitte wählen Sie, wie es mit der Zahlung weitergeht.
bank-authorise = Freigeben
bank-fail = Ablehnen

## In place of the page

notice-complete = Alles erledigt
notice-complete-words = Der Vorgang ist abgeschlossen. Sie können diese Seite schließen.
notice-processing = Einen Moment bitte
notice-processing-words = Ihre Zahlung wird verarbeitet. Hier geht es von selbst weiter.
notice-expired = Diese Seite ist abgelaufen
notice-expired-words = Es wurde nichts abgebucht. Um zu bestellen, kehren Sie bitte zum Shop zurück.
notice-expired-recovery-words = Es wurde nichts abgebucht. Sie können Ihre Bestellung wieder aufnehmen.
notice-unknown = Diese Seite gibt es nicht
notice-unknown-words = Möglicherweise ist die Adresse unvollständig. Bitte öffnen Sie den Link noch einmal dort, wo Sie ihn erhalten haben.
notice-unavailable = Derzeit nicht verfügbar
notice-unavailable-words = Hier ist etwas schiefgegangen. Bitte versuchen Sie es in einigen Minuten noch einmal: Es wird nichts doppelt bezahlt.
notice-canceled = Zahlung abgebrochen
notice-canceled-words = Es wurde nichts abgebucht.

## Around it

back = Zurück
back-to = Zurück zu { $merchant }
continue = Weiter
recover = Bestellung fortsetzen
powered-by = Bereitgestellt von Paydesk
