## The button that pays

pay = Pagar
pay-amount = Pagar { $amount }
book = Reservar
donate = Doar
subscribe = Assinar
start-trial = Iniciar período de teste
set-up = Configurar
place-order = Fazer pedido

## The form

email = E-mail
payment-method = Forma de pagamento
card = Cartão
card-number = Número do cartão
card-expiry = Data de validade
card-expiry-example = MM / AA
card-cvc = Código de segurança
card-name = Nome no cartão
country = País ou região

## The order

subtotal = Subtotal
discount = Desconto
shipping = Frete
tax = Impostos
total = Total
total-due-today = Total a pagar hoje
quantity = Quantidade: { $count }
trial-days = { $days ->
    [one] { $days } dia grátis
   *[other] { $days } dias grátis
}

## Errors

error-required = Preencha este campo.
error-email = Digite um e-mail, como name@example.com.
error-card-number = Este número de cartão não é válido. Confira os dígitos.
error-card-expired = Este cartão venceu.
error-card-cvc = O código de segurança tem três ou quatro dígitos.
error-minimum = O valor deve ser de pelo menos { $amount }.
error-declined = Seu pagamento foi recusado. Tente outra forma de pagamento.

## Around it

back-to = Voltar para { $merchant }
expired-on = Esta página expirou em { $date }.
