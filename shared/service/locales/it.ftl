## The button that pays

pay = Paga
pay-amount = Paga { $amount }
book = Prenota
donate = Dona
subscribe = Abbonati
start-trial = Inizia la prova
set-up = Configura
place-order = Effettua l’ordine

## The form

email = E-mail
payment-method = Metodo di pagamento
card = Carta
card-number = Numero della carta
card-expiry = Data di scadenza
card-expiry-example = MM / AA
card-cvc = Codice di sicurezza
card-name = Nome sulla carta
country = Paese o area geografica

## The order

subtotal = Subtotale
discount = Sconto
shipping = Spedizione
tax = Imposte
total = Totale
total-due-today = Totale dovuto oggi
quantity = Quantità: { $count }
trial-days = { $days ->
    [one] { $days } giorno gratis
   *[other] { $days } giorni gratis
}

## Errors

error-required = Compila questo campo.
error-email = Inserisci un indirizzo e-mail, ad esempio name@example.com.
error-card-number = Questo numero di carta non è valido. Controlla le cifre.
error-card-expired = Questa carta è scaduta.
error-card-cvc = Il codice di sicurezza ha tre o quattro cifre.
error-minimum = L’importo minimo è { $amount }.
error-declined = Il pagamento è stato rifiutato. Prova con un altro metodo di pagamento.

## Around it

back-to = Torna a { $merchant }
expired-on = Questa pagina è scaduta in data { $date }.
