## The button that pays

pay = Zapłać
pay-amount = Zapłać { $amount }
book = Zarezerwuj
donate = Przekaż darowiznę
subscribe = Subskrybuj
start-trial = Rozpocznij okres próbny
set-up = Skonfiguruj
place-order = Złóż zamówienie

## The form

email = E-mail
payment-method = Metoda płatności
card = Karta
card-number = Numer karty
card-expiry = Data ważności
card-expiry-example = MM / RR
card-cvc = Kod zabezpieczający
card-name = Imię i nazwisko na karcie
country = Kraj lub region

## The order

subtotal = Suma częściowa
discount = Rabat
shipping = Dostawa
tax = Podatek
total = Razem
total-due-today = Do zapłaty dzisiaj
quantity = Ilość: { $count }
trial-days = { $days ->
    [one] { $days } dzień za darmo
    [few] { $days } dni za darmo
    [many] { $days } dni za darmo
   *[other] { $days } dnia za darmo
}

## Errors

error-required = Wypełnij to pole.
error-email = Podaj adres e-mail, na przykład name@example.com.
error-card-number = Ten numer karty jest nieprawidłowy. Sprawdź cyfry.
error-card-expired = Ta karta straciła ważność.
error-card-cvc = Kod zabezpieczający ma trzy lub cztery cyfry.
error-minimum = Kwota musi wynosić co najmniej { $amount }.
error-declined = Płatność została odrzucona. Spróbuj innej metody płatności.

## Around it

back-to = Wróć do: { $merchant }
expired-on = Ta strona wygasła { $date }.
