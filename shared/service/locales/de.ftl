## The button that pays

pay = Bezahlen
pay-amount = { $amount } bezahlen
book = Buchen
donate = Spenden
subscribe = Abonnieren
start-trial = Testzeitraum starten
set-up = Einrichten
place-order = Zahlungspflichtig bestellen

## The form

email = E-Mail
payment-method = Zahlungsmethode
card = Karte
card-number = Kartennummer
card-expiry = Gültig bis
card-expiry-example = MM / JJ
card-cvc = Prüfziffer
card-name = Name auf der Karte
country = Land oder Region

## The order

subtotal = Zwischensumme
discount = Rabatt
shipping = Versand
tax = Steuer
total = Gesamtbetrag
total-due-today = Heute fälliger Gesamtbetrag
quantity = Menge: { $count }
trial-days = { $days ->
    [one] { $days } Tag kostenlos
   *[other] { $days } Tage kostenlos
}

## Errors

error-required = Füllen Sie dieses Feld aus.
error-email = Geben Sie eine E-Mail-Adresse ein, etwa name@example.com.
error-card-number = Diese Kartennummer ist ungültig. Prüfen Sie die Ziffern.
error-card-expired = Diese Karte ist abgelaufen.
error-card-cvc = Die Prüfziffer hat drei oder vier Stellen.
error-minimum = Der Betrag muss mindestens { $amount } sein.
error-declined = Ihre Zahlung wurde abgelehnt. Versuchen Sie es mit einer anderen Zahlungsmethode.

## Around it

back-to = Zurück zu { $merchant }
expired-on = Diese Seite ist am { $date } abgelaufen.
