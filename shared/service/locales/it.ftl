# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Pagamento
lead-pay = Pagamento a { $merchant }
lead-book = Prenotazione presso { $merchant }
lead-donate = Donazione a { $merchant }
lead-subscribe = Abbonamento a { $merchant }
lead-setup = Salvare un metodo di pagamento presso { $merchant }

## The button that pays

pay-amount = Paga { $amount }
book-amount = Prenota per { $amount }
donate-amount = Dona { $amount }
subscribe-amount = Sottoscrivi per { $amount }
subscribe = Sottoscrivi
start-trial = Inizia la prova
save-card = Salva metodo di pagamento
complete-order = Completa l’ordine
busy = Elaborazione…

## The form

payment-details = Dati di pagamento
contact = Contatti
email = E-mail
phone = Numero di telefono
shipping-address = Indirizzo di spedizione
billing-address = Indirizzo di fatturazione
same-address = L’indirizzo di fatturazione è uguale a quello di spedizione
details = Dati aggiuntivi
individual-name = Nome e cognome
business-name = Nome dell’azienda
tax-id-type = Tipo ID fiscale
tax-id-value = ID fiscale
optional = opzionale
choose = Scegliere…
address-name = Nome
country = Paese o regione
address-line1 = Via e numero civico
address-line2 = Interno, scala, piano
address-postal-code = CAP
address-city = Città
address-state = Stato o provincia
payment-method = Metodo di pagamento
card = Carta
card-number = Numero della carta
card-expiry = Data di scadenza
card-expiry-example = MM / AA
card-cvc = Codice di sicurezza
card-name = Nome sulla carta
account-holder = Titolare del conto
account-number = Numero di conto
iban = IBAN
routing-number = Routing number
sort-code = Sort code
method-bank-transfer = Bonifico bancario
method-bank-debit = Addebito diretto su conto
method-pay-by-bank = Pagamento tramite banca
method-crypto = Criptovaluta
debit-note = Con il pagamento si autorizza l’addebito di questo importo sul conto bancario. La conferma del pagamento richiede alcuni giorni.
redirect-note = Si aprirà un’altra pagina per autorizzare il pagamento, poi si tornerà qui.

## What the payer agrees to

this-shop = questo negozio
save-payment-method = Salvare questo metodo di pagamento per la prossima volta presso { $merchant }
promotions = Desidero ricevere novità e offerte di { $merchant }
terms-of-service = Accetto i termini di servizio di { $merchant }
agreement-subscription = Con l’abbonamento si autorizza { $merchant } ad addebitare l’importo a ogni rinnovo, fino alla disdetta.
agreement-subscription-nameless = Con l’abbonamento si autorizza questo negozio ad addebitare l’importo a ogni rinnovo, fino alla disdetta.
agreement-kept = Continuando si autorizza { $merchant } ad addebitare su questo metodo di pagamento i pagamenti successivi concordati.
agreement-kept-nameless = Continuando si autorizza questo negozio ad addebitare su questo metodo di pagamento i pagamenti successivi concordati.

## The order

items = Articoli
subtotal = Subtotale
shipping = Spedizione
total = Totale
total-due-today = Totale dovuto oggi
free = Gratis
quantity = Quantità: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } giorno gratis
   *[other] { $days } giorni gratis
}
trial-until = Gratis fino al { $date }
then = poi { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] al giorno
   *[other] ogni { $count } giorni
}
every-week = { $count ->
    [1] alla settimana
   *[other] ogni { $count } settimane
}
every-month = { $count ->
    [1] al mese
   *[other] ogni { $count } mesi
}
every-year = { $count ->
    [1] all’anno
   *[other] ogni { $count } anni
}

## What is chosen

quantity-of = Quantità di { $name }
quantity-fewer = Meno di { $name }
quantity-more = Più di { $name }
remove = Rimuovi
remove-item = Rimuovi { $name }
optional-items = Aggiungi all’ordine
add = Aggiungi
add-item = Aggiungi { $name }
promotion-code = Codice promozionale
apply = Applica
remove-code = Rimuovi il codice { $code }
update = Aggiorna l’ordine
discount = Sconto
tax = Imposte
tax-later = Quando l’indirizzo sarà noto
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%, inclusa)
shipping-options = Metodo di spedizione
total-now = Il totale è ora { $amount }.
estimate-hours = { $count ->
    [one] { $span } ora
   *[other] { $span } ore
}
estimate-days = { $count ->
    [one] { $span } giorno
   *[other] { $span } giorni
}
estimate-business-days = { $count ->
    [one] { $span } giorno lavorativo
   *[other] { $span } giorni lavorativi
}
estimate-weeks = { $count ->
    [one] { $span } settimana
   *[other] { $span } settimane
}
estimate-months = { $count ->
    [one] { $span } mese
   *[other] { $span } mesi
}
estimate-at-least = almeno { $time }
estimate-at-most = al massimo { $time }
choice-quantity = Scegli una quantità da { $least } a { $most }.
choice-not-now = L’ordine non può essere modificato durante il pagamento.
choice-not-offered = Questo non è più disponibile.
choice-last = L’ultimo articolo di un ordine non può essere rimosso.
choice-too-little = Il totale sarebbe inferiore a quanto si può pagare.
choice-too-much = Il totale sarebbe superiore a quanto si può pagare.
code-unknown = Questo codice non esiste. Controlla com’è scritto.
code-inactive = Questo codice non è più in uso.
code-expired = Questo codice è scaduto.
code-used-up = Questo codice è stato usato tutte le volte possibili.
code-customer = Questo codice è per un’altra persona.
code-minimum = Questo codice richiede articoli per almeno { $amount }.
code-currency = Questo codice non si può usare in questa valuta.
code-first = Questo codice vale solo per il primo ordine.
code-nothing-off = Questo codice non vale per nessuno di questi articoli.

## Errors

check-fields = Controllare questi campi:
error-required = Compilare questo campo.
error-choose = Scegliere un’opzione.
error-incomplete = Questo dato è incompleto.
error-invalid = Questo dato non è valido.
error-past = Questa data è passata.
error-not-a-number = Inserire solo cifre.
error-not-accepted = Spuntare questa casella per continuare.
error-too-long = { $count ->
    [one] Al massimo { $count } carattere.
   *[other] Al massimo { $count } caratteri.
}
error-too-short = { $count ->
    [one] Almeno { $count } carattere.
   *[other] Almeno { $count } caratteri.
}
error-email = Inserire un indirizzo e-mail, ad esempio name@example.com.
error-phone = Inserire un numero di telefono, ad esempio +44 20 7946 0000.
error-card-number = Questo numero di carta non è valido. Controllare le cifre.
error-card-expiry = Inserire mese e anno, ad esempio 04 / 30.
error-card-expired = Questa carta è scaduta.
error-card-cvc = Inserire le 3 o 4 cifre del codice di sicurezza.
error-iban = Questo IBAN non è valido. Controllare le cifre.
error-payment-method = Scegliere come pagare.
error-terms = Accettare i termini per continuare.
decline-card = La carta è stata rifiutata. Non è stato addebitato nulla. Provare con un’altra carta.
decline-insufficient-funds = I fondi sulla carta non sono sufficienti. Non è stato addebitato nulla. Provare con un’altra carta.
decline-expired-card = La carta è scaduta. Provare con un’altra carta.
decline-incorrect-cvc = Il codice di sicurezza della carta non è corretto. Non è stato addebitato nulla.
decline-incorrect-number = Il numero della carta non è corretto. Non è stato addebitato nulla.
decline-processing-error = La banca non ha potuto elaborare il pagamento. Non è stato addebitato nulla. Riprovare tra poco.
decline-authentication = La banca non ha autenticato il pagamento. Non è stato addebitato nulla. Riprovare o pagare in un altro modo.
decline-test-mode = Le carte reali non funzionano in modalità di prova. Usare una carta di prova, ad esempio 4242 4242 4242 4242.
decline-amount-changed = L’importo è cambiato da quando è stata aperta questa pagina. Verificarlo prima di pagare.
decline-promotion-code = Questo codice promozionale è esaurito o non è più valido. Non è stato addebitato nulla. Rimuoverlo per pagare senza.
decline-coupon = Lo sconto di questo ordine è esaurito o non è più valido. Non è stato addebitato nulla. Contattare il venditore.
decline-other = Il pagamento non è andato a buon fine. Non è stato addebitato nulla. Riprovare o pagare in un altro modo.
not-payable = Al momento qui non è possibile pagare. Non è stato addebitato nulla.
no-way-to-pay = Questo ordine non può essere pagato qui. Si prega di contattare il negozio.

## Test mode

test-mode = Modalità di prova
test-words = Modalità di prova: nessun movimento di denaro. La carta 4242 4242 4242 4242 paga, con qualsiasi data di scadenza futura e qualsiasi codice di sicurezza.

## The bank's page

bank-test = Pagina di prova
bank-three-d-secure = Conferma del pagamento presso la banca
bank-redirect = Pagamento con { $method }
bank-merchant = Esercente
bank-amount = Importo
bank-words = In modalità di prova questa pagina fa le veci di una banca. Scegliere come prosegue il pagamento.
bank-authorise = Autorizza
bank-fail = Rifiuta

## In place of the page

notice-complete = Tutto fatto
notice-complete-words = L’operazione è completata. È possibile chiudere questa pagina.
notice-processing = Un momento
notice-processing-words = Il pagamento è in corso di elaborazione. La pagina proseguirà da sola.
notice-expired = Questa pagina è scaduta
notice-expired-words = Non è stato addebitato nulla. Per ordinare, si prega di tornare al negozio.
notice-expired-recovery-words = Non è stato addebitato nulla. È possibile riprendere l’ordine.
notice-unknown = Questa pagina non esiste
notice-unknown-words = L’indirizzo potrebbe essere incompleto. Si prega di riaprire il link da dove è stato ricevuto.
notice-unavailable = Al momento non disponibile
notice-unavailable-words = Qualcosa è andato storto. Si prega di riprovare tra qualche minuto: nulla viene pagato due volte.
notice-canceled = Pagamento annullato
notice-canceled-words = Non è stato addebitato nulla.

## Around it

back = Indietro
back-to = Torna a { $merchant }
continue = Continua
recover = Continua l’ordine
powered-by = Con tecnologia Paydesk
