# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Paiement
lead-pay = Payer { $merchant }
lead-book = Réserver chez { $merchant }
lead-donate = Faire un don à { $merchant }
lead-subscribe = S’abonner à { $merchant }
lead-setup = Enregistrer un moyen de paiement chez { $merchant }

## The button that pays

pay-amount = Payer { $amount }
book-amount = Réserver pour { $amount }
donate-amount = Donner { $amount }
subscribe-amount = S’abonner pour { $amount }
subscribe = S’abonner
start-trial = Commencer l’essai
save-card = Enregistrer
complete-order = Finaliser la commande
busy = Traitement en cours…

## The form

payment-details = Informations de paiement
contact = Coordonnées
email = E-mail
phone = Numéro de téléphone
shipping-address = Adresse de livraison
billing-address = Adresse de facturation
same-address = L’adresse de facturation est la même que l’adresse de livraison
details = Vos informations
individual-name = Prénom et nom
business-name = Nom de l’entreprise
tax-id-type = Type d’ID fiscal
tax-id-value = ID fiscal
optional = facultatif
choose = Choisissez…
address-name = Nom
country = Pays ou région
address-line1 = Numéro et rue
address-line2 = Appartement, étage, etc.
address-postal-code = Code postal
address-city = Ville
address-state = État ou province
payment-method = Moyen de paiement
card = Carte
card-number = Numéro de carte
card-expiry = Date d’expiration
card-expiry-example = MM / AA
card-cvc = Code de sécurité
card-name = Nom sur la carte
account-holder = Titulaire du compte
account-number = Numéro de compte
iban = IBAN
routing-number = Numéro de routage
sort-code = Sort code
method-bank-transfer = Virement bancaire
method-bank-debit = Prélèvement bancaire
method-pay-by-bank = Paiement bancaire
method-crypto = Cryptomonnaie
debit-note = En payant, vous autorisez le prélèvement de ce montant sur votre compte bancaire. La confirmation du paiement prend quelques jours.
redirect-note = Une autre page va s’ouvrir pour autoriser le paiement. Vous reviendrez ensuite ici.

## What the payer agrees to

this-shop = ce commerçant
save-payment-method = Enregistrer ce moyen de paiement pour la prochaine fois chez { $merchant }
promotions = Je souhaite recevoir les actualités et les offres proposées par { $merchant }
terms-of-service = J’accepte les conditions d’utilisation fixées par { $merchant }
agreement-subscription = En vous abonnant, vous autorisez { $merchant } à vous débiter à chaque renouvellement, jusqu’à la résiliation.
agreement-subscription-nameless = En vous abonnant, vous autorisez ce commerçant à vous débiter à chaque renouvellement, jusqu’à la résiliation.
agreement-kept = En continuant, vous autorisez { $merchant } à débiter ce moyen de paiement pour les paiements ultérieurs convenus.
agreement-kept-nameless = En continuant, vous autorisez ce commerçant à débiter ce moyen de paiement pour les paiements ultérieurs convenus.

## The order

items = Articles
subtotal = Sous-total
shipping = Livraison
total = Total
total-due-today = Total dû aujourd’hui
free = Gratuit
quantity = Quantité : { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } jour gratuit
   *[other] { $days } jours gratuits
}
trial-until = Gratuit jusqu’au { $date }
then = puis { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] par jour
   *[other] tous les { $count } jours
}
every-week = { $count ->
    [1] par semaine
   *[other] toutes les { $count } semaines
}
every-month = { $count ->
    [1] par mois
   *[other] tous les { $count } mois
}
every-year = { $count ->
    [1] par an
   *[other] tous les { $count } ans
}

## What is chosen

quantity-of = Quantité de { $name }
quantity-fewer = Moins de { $name }
quantity-more = Plus de { $name }
remove = Supprimer
remove-item = Supprimer { $name }
optional-items = Ajouter à votre commande
add = Ajouter
add-item = Ajouter { $name }
promotion-code = Code promotionnel
apply = Appliquer
remove-code = Supprimer le code { $code }
update = Mettre à jour la commande
discount = Remise
tax = Taxe
tax-later = Dès que l’adresse est connue
tax-rate = { $name } ({ $percent } %)
tax-included = { $name } ({ $percent } %, incluse)
shipping-options = Mode de livraison
total-now = Le total est maintenant de { $amount }.
estimate-hours = { $count ->
    [one] { $span } heure
   *[other] { $span } heures
}
estimate-days = { $count ->
    [one] { $span } jour
   *[other] { $span } jours
}
estimate-business-days = { $count ->
    [one] { $span } jour ouvré
   *[other] { $span } jours ouvrés
}
estimate-weeks = { $count ->
    [one] { $span } semaine
   *[other] { $span } semaines
}
estimate-months = { $count ->
    [one] { $span } mois
   *[other] { $span } mois
}
estimate-at-least = au moins { $time }
estimate-at-most = au plus { $time }
choice-quantity = Choisissez une quantité de { $least } à { $most }.
choice-not-now = La commande ne peut pas être modifiée pendant son paiement.
choice-not-offered = Ceci n’est plus proposé.
choice-last = Le dernier article d’une commande ne peut pas être supprimé.
choice-too-little = Le total serait inférieur à ce qui peut être payé.
choice-too-much = Le total serait supérieur à ce qui peut être payé.
code-unknown = Ce code n’existe pas. Vérifiez son orthographe.
code-inactive = Ce code n’est plus utilisé.
code-expired = Ce code a expiré.
code-used-up = Ce code a été utilisé autant de fois que possible.
code-customer = Ce code est destiné à une autre personne.
code-minimum = Ce code nécessite au moins { $amount } d’articles.
code-currency = Ce code ne peut pas être utilisé dans cette devise.
code-first = Ce code est réservé à une première commande.
code-nothing-off = Ce code ne concerne aucun de ces articles.

## Errors

check-fields = Veuillez vérifier ces champs :
error-required = Veuillez remplir ce champ.
error-choose = Veuillez choisir une option.
error-incomplete = Cette information est incomplète.
error-invalid = Cette information n’est pas valide.
error-past = Cette date est passée.
error-not-a-number = Veuillez ne saisir que des chiffres.
error-not-accepted = Veuillez cocher cette case pour continuer.
error-too-long = { $count ->
    [one] { $count } caractère au maximum.
   *[other] { $count } caractères au maximum.
}
error-too-short = { $count ->
    [one] { $count } caractère au minimum.
   *[other] { $count } caractères au minimum.
}
error-email = Veuillez saisir une adresse e-mail, par exemple name@example.com.
error-phone = Veuillez saisir un numéro de téléphone, par exemple +33 1 99 00 12 34.
error-card-number = Ce numéro de carte n’est pas valide. Veuillez vérifier les chiffres.
error-card-expiry = Veuillez saisir le mois et l’année, par exemple 04 / 30.
error-card-expired = Cette carte a expiré.
error-card-cvc = Veuillez saisir les 3 ou 4 chiffres du code de sécurité.
error-iban = Cet IBAN n’est pas valide. Veuillez vérifier les chiffres.
error-payment-method = Veuillez choisir comment payer.
error-terms = Veuillez accepter les conditions pour continuer.
decline-card = Votre carte a été refusée. Aucun montant n’a été débité. Veuillez essayer une autre carte.
decline-insufficient-funds = Les fonds disponibles sur votre carte sont insuffisants. Aucun montant n’a été débité. Veuillez essayer une autre carte.
decline-expired-card = Votre carte a expiré. Veuillez essayer une autre carte.
decline-incorrect-cvc = Le code de sécurité de votre carte est incorrect. Aucun montant n’a été débité.
decline-incorrect-number = Le numéro de votre carte est incorrect. Aucun montant n’a été débité.
decline-processing-error = La banque n’a pas pu traiter le paiement. Aucun montant n’a été débité. Veuillez réessayer dans un instant.
decline-authentication = Votre banque n’a pas authentifié le paiement. Aucun montant n’a été débité. Veuillez réessayer ou payer d’une autre façon.
decline-test-mode = Les vraies cartes ne fonctionnent pas en mode test. Veuillez utiliser une carte de test, par exemple 4242 4242 4242 4242.
decline-amount-changed = Le montant a changé depuis l’ouverture de cette page. Veuillez le vérifier avant de payer.
decline-promotion-code = Ce code promotionnel est épuisé ou n’est plus valable. Vous n’avez pas été débité. Retirez-le pour payer sans lui.
decline-coupon = La remise de cette commande est épuisée ou n’est plus valable. Vous n’avez pas été débité. Veuillez contacter le marchand.
decline-other = Le paiement n’a pas abouti. Aucun montant n’a été débité. Veuillez réessayer ou payer d’une autre façon.
not-payable = Les paiements ne sont pas disponibles ici pour le moment. Aucun montant n’a été débité.
no-way-to-pay = Il n’est pas possible de payer cette commande ici. Veuillez contacter le commerçant.

## Test mode

test-mode = Mode test
test-words = Mode test : aucun argent ne circule. La carte 4242 4242 4242 4242 permet de payer, avec n’importe quelle date d’expiration à venir et n’importe quel code de sécurité.

## The bank's page

bank-test = Page de test
bank-three-d-secure = Confirmer le paiement auprès de votre banque
bank-redirect = Payer par { $method }
bank-merchant = Commerçant
bank-amount = Montant
bank-words = En mode test, cette page tient lieu de banque. Choisissez la suite du paiement.
bank-authorise = Autoriser
bank-fail = Refuser

## In place of the page

notice-complete = C’est terminé
notice-complete-words = L’opération est terminée. Vous pouvez fermer cette page.
notice-processing = Un instant
notice-processing-words = Votre paiement est en cours de traitement. La suite s’affichera d’elle-même.
notice-expired = Cette page a expiré
notice-expired-words = Aucun montant n’a été débité. Pour commander, veuillez retourner sur le site du commerçant.
notice-expired-recovery-words = Aucun montant n’a été débité. Vous pouvez reprendre votre commande.
notice-unknown = Cette page n’existe pas
notice-unknown-words = L’adresse est peut-être incomplète. Veuillez rouvrir le lien là où vous l’avez reçu.
notice-unavailable = Indisponible pour le moment
notice-unavailable-words = Un problème est survenu. Veuillez réessayer dans quelques minutes : rien ne sera payé deux fois.
notice-canceled = Paiement annulé
notice-canceled-words = Aucun montant n’a été débité.

## Around it

back = Retour
back-to = Retour à { $merchant }
continue = Continuer
recover = Reprendre la commande
powered-by = Propulsé par Paydesk
