## The button that pays

pay = Pagar
pay-amount = Pagar { $amount }
book = Reservar
donate = Donar
subscribe = Suscribirse
start-trial = Iniciar la prueba
set-up = Configurar
place-order = Realizar el pedido

## The form

email = Correo electrónico
payment-method = Método de pago
card = Tarjeta
card-number = Número de tarjeta
card-expiry = Fecha de caducidad
card-expiry-example = MM / AA
card-cvc = Código de seguridad
card-name = Nombre en la tarjeta
country = País o región

## The order

subtotal = Subtotal
discount = Descuento
shipping = Envío
tax = Impuestos
total = Total
total-due-today = Total a pagar hoy
quantity = Cantidad: { $count }
trial-days = { $days ->
    [one] { $days } día gratis
   *[other] { $days } días gratis
}

## Errors

error-required = Rellene este campo.
error-email = Introduzca un correo electrónico, como name@example.com.
error-card-number = Este número de tarjeta no es válido. Compruebe los dígitos.
error-card-expired = Esta tarjeta ha caducado.
error-card-cvc = El código de seguridad tiene tres o cuatro dígitos.
error-minimum = El importe debe ser de al menos { $amount }.
error-declined = Su pago se ha rechazado. Pruebe con otro método de pago.

## Around it

back-to = Volver a { $merchant }
expired-on = Esta página caducó el { $date }.
