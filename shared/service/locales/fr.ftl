## The button that pays

pay = Payer
pay-amount = Payer { $amount }
book = Réserver
donate = Faire un don
subscribe = S’abonner
start-trial = Commencer l’essai
set-up = Configurer
place-order = Passer la commande

## The form

email = E-mail
payment-method = Moyen de paiement
card = Carte
card-number = Numéro de carte
card-expiry = Date d’expiration
card-expiry-example = MM / AA
card-cvc = Code de sécurité
card-name = Nom sur la carte
country = Pays ou région

## The order

subtotal = Sous-total
discount = Remise
shipping = Livraison
tax = Taxes
total = Total
total-due-today = Total dû aujourd’hui
quantity = Quantité : { $count }
trial-days = { $days ->
    [one] { $days } jour gratuit
   *[other] { $days } jours gratuits
}

## Errors

error-required = Remplissez ce champ.
error-email = Saisissez une adresse e-mail, par exemple name@example.com.
error-card-number = Ce numéro de carte n’est pas valide. Vérifiez les chiffres.
error-card-expired = Cette carte a expiré.
error-card-cvc = Le code de sécurité comporte trois ou quatre chiffres.
error-minimum = Le montant doit être d’au moins { $amount }.
error-declined = Votre paiement a été refusé. Essayez un autre moyen de paiement.

## Around it

back-to = Retour à { $merchant }
expired-on = Cette page a expiré le { $date }.
