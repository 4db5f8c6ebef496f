# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Płatność
lead-pay = Płatność: { $merchant }
lead-book = Rezerwacja: { $merchant }
lead-donate = Darowizna: { $merchant }
lead-subscribe = Subskrypcja: { $merchant }
lead-setup = Zapisanie metody płatności: { $merchant }

## The button that pays

pay-amount = Zapłać { $amount }
book-amount = Zarezerwuj za { $amount }
donate-amount = Przekaż { $amount }
subscribe-amount = Subskrybuj za { $amount }
subscribe = Subskrybuj
start-trial = Rozpocznij okres próbny
save-card = Zapisz metodę płatności
complete-order = Złóż zamówienie
busy = Przetwarzanie…

## The form

payment-details = Dane do płatności
contact = Kontakt
email = E-mail
phone = Numer telefonu
shipping-address = Adres dostawy
billing-address = Adres rozliczeniowy
same-address = Adres rozliczeniowy jest taki sam jak adres dostawy
details = Dodatkowe dane
individual-name = Imię i nazwisko
business-name = Nazwa firmy
tax-id-type = Typ numeru
tax-id-value = NIP / nr VAT
optional = opcjonalnie
choose = Wybierz…
address-name = Imię i nazwisko
country = Kraj lub region
address-line1 = Ulica i numer domu
address-line2 = Mieszkanie, piętro itp.
address-postal-code = Kod pocztowy
address-city = Miejscowość
address-state = Stan lub prowincja
payment-method = Metoda płatności
card = Karta
card-number = Numer karty
card-expiry = Data ważności
card-expiry-example = MM / RR
card-cvc = Kod CVC
card-name = Imię i nazwisko na karcie
account-holder = Posiadacz rachunku
account-number = Numer rachunku
iban = IBAN
routing-number = Routing number
sort-code = Sort code
method-bank-transfer = Przelew bankowy
method-bank-debit = Polecenie zapłaty
method-pay-by-bank = Płatność przez bank
method-crypto = Kryptowaluta
debit-note = Płatność oznacza zgodę na pobranie tej kwoty z rachunku bankowego. Potwierdzenie płatności trwa kilka dni.
redirect-note = Otworzy się inna strona, na której można zatwierdzić płatność, a potem nastąpi powrót tutaj.

## What the payer agrees to

this-shop = tego sklepu
save-payment-method = Zapisz tę metodę płatności do przyszłych płatności na rzecz sprzedawcy { $merchant }
promotions = Chcę otrzymywać wiadomości i oferty od sprzedawcy { $merchant }
terms-of-service = Akceptuję regulamin sprzedawcy { $merchant }
agreement-subscription = Subskrypcja oznacza zgodę na pobieranie opłaty przez sprzedawcę { $merchant } przy każdym odnowieniu, aż do rezygnacji.
agreement-subscription-nameless = Subskrypcja oznacza zgodę na pobieranie opłaty przez ten sklep przy każdym odnowieniu, aż do rezygnacji.
agreement-kept = Kontynuowanie oznacza zgodę na obciążanie tej metody płatności przez sprzedawcę { $merchant } przy późniejszych uzgodnionych płatnościach.
agreement-kept-nameless = Kontynuowanie oznacza zgodę na obciążanie tej metody płatności przez ten sklep przy późniejszych uzgodnionych płatnościach.

## The order

items = Produkty
subtotal = Suma częściowa
shipping = Dostawa
total = Razem
total-due-today = Do zapłaty dzisiaj
free = Gratis
quantity = Ilość: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } dzień za darmo
    [few] { $days } dni za darmo
    [many] { $days } dni za darmo
   *[other] { $days } dnia za darmo
}
trial-until = Za darmo do { $date }
then = potem { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] dziennie
    [few] co { $count } dni
    [many] co { $count } dni
   *[other] co { $count } dnia
}
every-week = { $count ->
    [1] tygodniowo
    [few] co { $count } tygodnie
    [many] co { $count } tygodni
   *[other] co { $count } tygodnia
}
every-month = { $count ->
    [1] miesięcznie
    [few] co { $count } miesiące
    [many] co { $count } miesięcy
   *[other] co { $count } miesiąca
}
every-year = { $count ->
    [1] rocznie
    [few] co { $count } lata
    [many] co { $count } lat
   *[other] co { $count } roku
}

## What is chosen

quantity-of = Ilość: { $name }
quantity-fewer = Mniej: { $name }
quantity-more = Więcej: { $name }
remove = Usuń
remove-item = Usuń { $name }
optional-items = Dodaj do zamówienia
add = Dodaj
add-item = Dodaj { $name }
promotion-code = Kod promocyjny
apply = Zastosuj
remove-code = Usuń kod { $code }
update = Zaktualizuj zamówienie
discount = Rabat
tax = Podatek
tax-later = Gdy adres będzie znany
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%, wliczony)
shipping-options = Sposób wysyłki
total-now = Suma wynosi teraz { $amount }.
estimate-hours = { $count ->
    [one] { $span } godzina
    [few] { $span } godziny
   *[other] { $span } godzin
}
estimate-days = { $count ->
    [one] { $span } dzień
    [few] { $span } dni
   *[other] { $span } dni
}
estimate-business-days = { $count ->
    [one] { $span } dzień roboczy
    [few] { $span } dni robocze
   *[other] { $span } dni roboczych
}
estimate-weeks = { $count ->
    [one] { $span } tydzień
    [few] { $span } tygodnie
   *[other] { $span } tygodni
}
estimate-months = { $count ->
    [one] { $span } miesiąc
    [few] { $span } miesiące
   *[other] { $span } miesięcy
}
estimate-at-least = co najmniej { $time }
estimate-at-most = najwyżej { $time }
choice-quantity = Wybierz ilość od { $least } do { $most }.
choice-not-now = Zamówienia nie można zmienić podczas płatności.
choice-not-offered = To nie jest już oferowane.
choice-last = Ostatniej pozycji zamówienia nie można usunąć.
choice-too-little = Suma byłaby niższa, niż można zapłacić.
choice-too-much = Suma byłaby wyższa, niż można zapłacić.
code-unknown = Nie ma takiego kodu. Sprawdź pisownię.
code-inactive = Ten kod nie jest już używany.
code-expired = Ten kod wygasł.
code-used-up = Ten kod wykorzystano już tyle razy, ile można.
code-customer = Ten kod jest dla kogoś innego.
code-minimum = Ten kod wymaga zakupów za co najmniej { $amount }.
code-currency = Tego kodu nie można użyć w tej walucie.
code-first = Ten kod jest tylko na pierwsze zamówienie.
code-nothing-off = Ten kod nie dotyczy żadnej z tych pozycji.

## Errors

check-fields = Proszę sprawdzić te pola:
error-required = Proszę wypełnić to pole.
error-choose = Proszę wybrać jedną z opcji.
error-incomplete = Te dane są niepełne.
error-invalid = Te dane są nieprawidłowe.
error-past = Ta data już minęła.
error-not-a-number = Proszę wpisać same cyfry.
error-not-accepted = Proszę zaznaczyć to pole, aby przejść dalej.
error-too-long = { $count ->
    [one] Najwyżej { $count } znak.
    [few] Najwyżej { $count } znaki.
    [many] Najwyżej { $count } znaków.
   *[other] Najwyżej { $count } znaku.
}
error-too-short = { $count ->
    [one] Co najmniej { $count } znak.
    [few] Co najmniej { $count } znaki.
    [many] Co najmniej { $count } znaków.
   *[other] Co najmniej { $count } znaku.
}
error-email = Proszę podać adres e-mail, na przykład name@example.com.
error-phone = Proszę podać numer telefonu, na przykład +44 20 7946 0000.
error-card-number = Ten numer karty jest nieprawidłowy. Proszę sprawdzić cyfry.
error-card-expiry = Proszę podać miesiąc i rok, na przykład 04 / 30.
error-card-expired = Ta karta straciła ważność.
error-card-cvc = Proszę podać 3 lub 4 cyfry kodu CVC.
error-iban = Ten IBAN jest nieprawidłowy. Proszę sprawdzić cyfry.
error-payment-method = Proszę wybrać metodę płatności.
error-terms = Proszę zaakceptować regulamin, aby przejść dalej.
decline-card = Karta została odrzucona. Nie pobrano żadnych środków. Proszę użyć innej karty.
decline-insufficient-funds = Na karcie brakuje środków. Nie pobrano żadnych środków. Proszę użyć innej karty.
decline-expired-card = Karta straciła ważność. Proszę użyć innej karty.
decline-incorrect-cvc = Kod CVC karty jest nieprawidłowy. Nie pobrano żadnych środków.
decline-incorrect-number = Numer karty jest nieprawidłowy. Nie pobrano żadnych środków.
decline-processing-error = Bank nie mógł przetworzyć płatności. Nie pobrano żadnych środków. Proszę spróbować ponownie za chwilę.
decline-authentication = Bank nie uwierzytelnił płatności. Nie pobrano żadnych środków. Proszę spróbować ponownie lub zapłacić w inny sposób.
decline-test-mode = Prawdziwe karty nie działają w trybie testowym. Proszę użyć karty testowej, na przykład 4242 4242 4242 4242.
decline-amount-changed = Kwota zmieniła się od otwarcia tej strony. Proszę sprawdzić ją przed zapłatą.
decline-promotion-code = Ten kod promocyjny został wykorzystany lub stracił ważność. Nie pobrano żadnej opłaty. Proszę go usunąć, aby zapłacić bez niego.
decline-coupon = Zniżka do tego zamówienia została wykorzystana lub straciła ważność. Nie pobrano żadnej opłaty. Proszę skontaktować się ze sprzedawcą.
decline-other = Płatność się nie powiodła. Nie pobrano żadnych środków. Proszę spróbować ponownie lub zapłacić w inny sposób.
not-payable = Płatności są tu obecnie niedostępne. Nie pobrano żadnych środków.
no-way-to-pay = Za to zamówienie nie można tutaj zapłacić. Proszę skontaktować się ze sklepem.

## Test mode

test-mode = Tryb testowy
test-words = Tryb testowy: pieniądze nie są pobierane. Płaci karta 4242 4242 4242 4242 z dowolną przyszłą datą ważności i dowolnym kodem CVC.

## The bank's page

bank-test = Strona testowa
bank-three-d-secure = Potwierdzenie płatności w banku
bank-redirect = Płatność: { $method }
bank-merchant = Sprzedawca
bank-amount = Kwota
bank-words = W trybie testowym ta strona zastępuje bank. Proszę wybrać dalszy przebieg płatności.
bank-authorise = Zatwierdź
bank-fail = Odrzuć

## In place of the page

notice-complete = Gotowe
notice-complete-words = Proces został zakończony. Można zamknąć tę stronę.
notice-processing = Chwileczkę
notice-processing-words = Płatność jest przetwarzana. Dalszy ciąg nastąpi automatycznie.
notice-expired = Ta strona wygasła
notice-expired-words = Nie pobrano żadnych środków. Aby złożyć zamówienie, proszę wrócić do sklepu.
notice-expired-recovery-words = Nie pobrano żadnych środków. Zamówienie można wznowić.
notice-unknown = Nie ma takiej strony
notice-unknown-words = Adres może być niepełny. Proszę ponownie otworzyć link z miejsca, z którego pochodzi.
notice-unavailable = Chwilowo niedostępne
notice-unavailable-words = Coś poszło nie tak. Proszę spróbować ponownie za kilka minut: żadna płatność nie zostanie pobrana dwa razy.
notice-canceled = Płatność anulowana
notice-canceled-words = Nie pobrano żadnych środków.

## Around it

back = Wróć
back-to = Wróć do: { $merchant }
continue = Dalej
recover = Wznów zamówienie
powered-by = Obsługiwane przez Paydesk
