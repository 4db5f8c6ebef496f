# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Pago
lead-pay = Pagar a { $merchant }
lead-book = Reservar en { $merchant }
lead-donate = Donar a { $merchant }
lead-subscribe = Suscribirse a { $merchant }
lead-setup = Guardar un método de pago en { $merchant }

## The button that pays

pay-amount = Pagar { $amount }
book-amount = Reservar por { $amount }
donate-amount = Donar { $amount }
subscribe-amount = Suscribirse por { $amount }
subscribe = Suscribirse
start-trial = Iniciar la prueba
save-card = Guardar método de pago
complete-order = Completar el pedido
busy = Procesando…

## The form

payment-details = Datos de pago
contact = Contacto
email = Correo electrónico
phone = Número de teléfono
shipping-address = Dirección de envío
billing-address = Dirección de facturación
same-address = La dirección de facturación es la misma que la de envío
details = Sus datos
individual-name = Nombre completo
business-name = Nombre de la empresa
tax-id-type = Tipo ID fiscal
tax-id-value = ID fiscal
optional = opcional
choose = Elija…
address-name = Nombre
country = País o región
address-line1 = Calle y número
address-line2 = Piso, puerta, etc.
address-postal-code = Código postal
address-city = Ciudad
address-state = Estado o provincia
payment-method = Método de pago
card = Tarjeta
card-number = Número de tarjeta
card-expiry = Fecha de caducidad
card-expiry-example = MM / AA
card-cvc = Código de seguridad
card-name = Nombre en la tarjeta
account-holder = Titular de la cuenta
account-number = Número de cuenta
iban = IBAN
routing-number = Número de ruta
sort-code = Sort code
method-bank-transfer = Transferencia bancaria
method-bank-debit = Débito en cuenta bancaria
method-pay-by-bank = Pago desde el banco
method-crypto = Criptomoneda
debit-note = Al pagar, autoriza que este importe se cobre de su cuenta bancaria. La confirmación del pago tarda unos días.
redirect-note = Pasará a otra página para autorizar el pago y después volverá aquí.

## What the payer agrees to

this-shop = esta tienda
save-payment-method = Guardar este método de pago para la próxima vez en { $merchant }
promotions = Quiero recibir novedades y ofertas de { $merchant }
terms-of-service = Acepto las condiciones del servicio de { $merchant }
agreement-subscription = Al suscribirse, autoriza a { $merchant } a cobrarle en cada renovación, hasta que cancele.
agreement-subscription-nameless = Al suscribirse, autoriza a esta tienda a cobrarle en cada renovación, hasta que cancele.
agreement-kept = Al continuar, autoriza a { $merchant } a cobrar con este método de pago los pagos posteriores acordados.
agreement-kept-nameless = Al continuar, autoriza a esta tienda a cobrar con este método de pago los pagos posteriores acordados.

## The order

items = Artículos
subtotal = Subtotal
shipping = Envío
total = Total
total-due-today = Total a pagar hoy
free = Gratis
quantity = Cantidad: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } día gratis
   *[other] { $days } días gratis
}
trial-until = Gratis hasta el { $date }
then = después { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] al día
   *[other] cada { $count } días
}
every-week = { $count ->
    [1] a la semana
   *[other] cada { $count } semanas
}
every-month = { $count ->
    [1] al mes
   *[other] cada { $count } meses
}
every-year = { $count ->
    [1] al año
   *[other] cada { $count } años
}

## What is chosen

quantity-of = Cantidad de { $name }
quantity-fewer = Menos de { $name }
quantity-more = Más de { $name }
remove = Quitar
remove-item = Quitar { $name }
optional-items = Añadir a tu pedido
add = Añadir
add-item = Añadir { $name }
promotion-code = Código promocional
apply = Aplicar
remove-code = Quitar el código { $code }
update = Actualizar el pedido
discount = Descuento
tax = Impuestos
tax-later = Cuando se conozca la dirección
tax-rate = { $name } ({ $percent } %)
tax-included = { $name } ({ $percent } %, incluido)
shipping-options = Método de envío
total-now = El total es ahora { $amount }.
estimate-hours = { $count ->
    [one] { $span } hora
   *[other] { $span } horas
}
estimate-days = { $count ->
    [one] { $span } día
   *[other] { $span } días
}
estimate-business-days = { $count ->
    [one] { $span } día laborable
   *[other] { $span } días laborables
}
estimate-weeks = { $count ->
    [one] { $span } semana
   *[other] { $span } semanas
}
estimate-months = { $count ->
    [one] { $span } mes
   *[other] { $span } meses
}
estimate-at-least = al menos { $time }
estimate-at-most = como máximo { $time }
choice-quantity = Elige una cantidad de { $least } a { $most }.
choice-not-now = El pedido no se puede cambiar mientras se está pagando.
choice-not-offered = Esto ya no se ofrece.
choice-last = El último artículo de un pedido no se puede quitar.
choice-too-little = El total sería menor de lo que se puede pagar.
choice-too-much = El total sería mayor de lo que se puede pagar.
code-unknown = Este código no existe. Comprueba cómo está escrito.
code-inactive = Este código ya no se usa.
code-expired = Este código ha caducado.
code-used-up = Este código se ha usado tantas veces como es posible.
code-customer = Este código es para otra persona.
code-minimum = Este código necesita artículos por al menos { $amount }.
code-currency = Este código no se puede usar en esta moneda.
code-first = Este código es solo para un primer pedido.
code-nothing-off = Este código no es para ninguno de estos artículos.

## Errors

check-fields = Revise estos campos:
error-required = Rellene este campo.
error-choose = Elija una opción.
error-incomplete = Este dato está incompleto.
error-invalid = Este dato no es válido.
error-past = Esta fecha ya ha pasado.
error-not-a-number = Escriba solo dígitos.
error-not-accepted = Marque esta casilla para continuar.
error-too-long = { $count ->
    [one] { $count } carácter como máximo.
   *[other] { $count } caracteres como máximo.
}
error-too-short = { $count ->
    [one] { $count } carácter como mínimo.
   *[other] { $count } caracteres como mínimo.
}
error-email = Escriba un correo electrónico, como name@example.com.
error-phone = Escriba un número de teléfono, como +44 20 7946 0000.
error-card-number = Este número de tarjeta no es válido. Revise los dígitos.
error-card-expiry = Escriba el mes y el año, como 04 / 30.
error-card-expired = Esta tarjeta ha caducado.
error-card-cvc = Escriba los 3 o 4 dígitos del código de seguridad.
error-iban = Este IBAN no es válido. Revise los dígitos.
error-payment-method = Elija cómo pagar.
error-terms = Acepte las condiciones para continuar.
decline-card = Su tarjeta ha sido rechazada. No se le ha cobrado nada. Pruebe con otra tarjeta.
decline-insufficient-funds = Su tarjeta no tiene fondos suficientes. No se le ha cobrado nada. Pruebe con otra tarjeta.
decline-expired-card = Su tarjeta ha caducado. Pruebe con otra tarjeta.
decline-incorrect-cvc = El código de seguridad de su tarjeta no es correcto. No se le ha cobrado nada.
decline-incorrect-number = El número de su tarjeta no es correcto. No se le ha cobrado nada.
decline-processing-error = El banco no ha podido procesar el pago. No se le ha cobrado nada. Inténtelo de nuevo en un momento.
decline-authentication = Su banco no ha autenticado el pago. No se le ha cobrado nada. Inténtelo de nuevo o pague de otra forma.
decline-test-mode = Las tarjetas reales no funcionan en el modo de prueba. Use una tarjeta de prueba, como 4242 4242 4242 4242.
decline-amount-changed = El importe ha cambiado desde que se abrió esta página. Compruébelo antes de pagar.
decline-promotion-code = Este código promocional se ha agotado o ya no es válido. No se le ha cobrado nada. Quítelo para pagar sin él.
decline-coupon = El descuento de este pedido se ha agotado o ya no es válido. No se le ha cobrado nada. Póngase en contacto con el comercio.
decline-other = El pago no se ha completado. No se le ha cobrado nada. Inténtelo de nuevo o pague de otra forma.
not-payable = En este momento no se puede pagar aquí. No se le ha cobrado nada.
no-way-to-pay = Este pedido no se puede pagar aquí. Póngase en contacto con la tienda.

## Test mode

test-mode = Modo de prueba
test-words = Modo de prueba: no se mueve dinero. La tarjeta 4242 4242 4242 4242 paga, con cualquier fecha de caducidad futura y cualquier código de seguridad.

## The bank's page

bank-test = Página de prueba
bank-three-d-secure = Confirme el pago en su banco
bank-redirect = Pagar con { $method }
bank-merchant = Comercio
bank-amount = Importe
bank-words = Esta página hace de banco en el modo de prueba. Elija cómo sigue el pago.
bank-authorise = Autorizar
bank-fail = Rechazar

## In place of the page

notice-complete = Todo listo
notice-complete-words = El proceso ha terminado. Puede cerrar esta página.
notice-processing = Un momento
notice-processing-words = Su pago se está procesando. Esta página continuará sola.
notice-expired = Esta página ha caducado
notice-expired-words = No se le ha cobrado nada. Para hacer el pedido, vuelva a la tienda.
notice-expired-recovery-words = No se le ha cobrado nada. Puede retomar su pedido.
notice-unknown = Esta página no existe
notice-unknown-words = Puede que la dirección esté incompleta. Abra de nuevo el enlace desde donde lo recibió.
notice-unavailable = No disponible en este momento
notice-unavailable-words = Algo ha fallado. Inténtelo de nuevo en unos minutos: nada se paga dos veces.
notice-canceled = Pago cancelado
notice-canceled-words = No se le ha cobrado nada.

## Around it

back = Volver
back-to = Volver a { $merchant }
continue = Continuar
recover = Continuar el pedido
powered-by = Con tecnología de Paydesk
