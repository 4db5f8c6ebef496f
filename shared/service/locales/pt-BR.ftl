# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = Pagamento
lead-pay = Pagar a { $merchant }
lead-book = Reservar com { $merchant }
lead-donate = Doar para { $merchant }
lead-subscribe = Assinar { $merchant }
lead-setup = Salvar uma forma de pagamento com { $merchant }

## The button that pays

pay-amount = Pagar { $amount }
book-amount = Reservar por { $amount }
donate-amount = Doar { $amount }
subscribe-amount = Assinar por { $amount }
subscribe = Assinar
start-trial = Iniciar período de teste
save-card = Salvar forma de pagamento
complete-order = Concluir pedido
busy = Processando…

## The form

payment-details = Dados de pagamento
contact = Contato
email = E-mail
phone = Número de telefone
shipping-address = Endereço de entrega
billing-address = Endereço de cobrança
same-address = O endereço de cobrança é o mesmo da entrega
details = Seus dados
individual-name = Nome completo
business-name = Nome da empresa
tax-id-type = Tipo ID fiscal
tax-id-value = ID fiscal
optional = opcional
choose = Escolha…
address-name = Nome
country = País ou região
address-line1 = Rua e número
address-line2 = Apartamento, andar etc.
address-postal-code = CEP / código postal
address-city = Cidade
address-state = Estado ou província
payment-method = Forma de pagamento
card = Cartão
card-number = Número do cartão
card-expiry = Data de validade
card-expiry-example = MM / AA
card-cvc = Código de segurança
card-name = Nome no cartão
account-holder = Titular da conta
account-number = Número da conta
iban = IBAN
routing-number = Routing number
sort-code = Sort code
method-bank-transfer = Transferência bancária
method-bank-debit = Débito em conta bancária
method-pay-by-bank = Pagamento pelo banco
method-crypto = Criptomoeda
debit-note = Ao pagar, você autoriza o débito deste valor na sua conta bancária. A confirmação do pagamento leva alguns dias.
redirect-note = Você irá para outra página para autorizar o pagamento e depois voltará para cá.

## What the payer agrees to

this-shop = esta loja
save-payment-method = Salvar esta forma de pagamento para a próxima compra com { $merchant }
promotions = Quero receber novidades e ofertas enviadas por { $merchant }
terms-of-service = Aceito os termos de serviço definidos por { $merchant }
agreement-subscription = Ao assinar, você autoriza { $merchant } a fazer a cobrança a cada renovação, até você cancelar.
agreement-subscription-nameless = Ao assinar, você autoriza esta loja a fazer a cobrança a cada renovação, até você cancelar.
agreement-kept = Ao continuar, você autoriza { $merchant } a usar esta forma de pagamento para os pagamentos futuros combinados.
agreement-kept-nameless = Ao continuar, você autoriza esta loja a usar esta forma de pagamento para os pagamentos futuros combinados.

## The order

items = Itens
subtotal = Subtotal
shipping = Frete
total = Total
total-due-today = Total a pagar hoje
free = Grátis
quantity = Quantidade: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } dia grátis
   *[other] { $days } dias grátis
}
trial-until = Grátis até { $date }
then = depois { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] por dia
   *[other] a cada { $count } dias
}
every-week = { $count ->
    [1] por semana
   *[other] a cada { $count } semanas
}
every-month = { $count ->
    [1] por mês
   *[other] a cada { $count } meses
}
every-year = { $count ->
    [1] por ano
   *[other] a cada { $count } anos
}

## What is chosen

quantity-of = Quantidade de { $name }
quantity-fewer = Menos de { $name }
quantity-more = Mais de { $name }
remove = Remover
remove-item = Remover { $name }
optional-items = Adicionar ao seu pedido
add = Adicionar
add-item = Adicionar { $name }
promotion-code = Código promocional
apply = Aplicar
remove-code = Remover o código { $code }
update = Atualizar o pedido
discount = Desconto
tax = Imposto
tax-later = Assim que o endereço for conhecido
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%, incluído)
shipping-options = Forma de envio
total-now = O total agora é { $amount }.
estimate-hours = { $count ->
    [one] { $span } hora
   *[other] { $span } horas
}
estimate-days = { $count ->
    [one] { $span } dia
   *[other] { $span } dias
}
estimate-business-days = { $count ->
    [one] { $span } dia útil
   *[other] { $span } dias úteis
}
estimate-weeks = { $count ->
    [one] { $span } semana
   *[other] { $span } semanas
}
estimate-months = { $count ->
    [one] { $span } mês
   *[other] { $span } meses
}
estimate-at-least = no mínimo { $time }
estimate-at-most = no máximo { $time }
choice-quantity = Escolha uma quantidade de { $least } a { $most }.
choice-not-now = O pedido não pode ser alterado enquanto está sendo pago.
choice-not-offered = Isto não é mais oferecido.
choice-last = O último item de um pedido não pode ser removido.
choice-too-little = O total seria menor do que pode ser pago.
choice-too-much = O total seria maior do que pode ser pago.
code-unknown = Este código não existe. Verifique como está escrito.
code-inactive = Este código não está mais em uso.
code-expired = Este código expirou.
code-used-up = Este código já foi usado o máximo de vezes possível.
code-customer = Este código é para outra pessoa.
code-minimum = Este código precisa de itens de pelo menos { $amount }.
code-currency = Este código não pode ser usado nesta moeda.
code-first = Este código é apenas para um primeiro pedido.
code-nothing-off = Este código não vale para nenhum destes itens.

## Errors

check-fields = Confira estes campos:
error-required = Preencha este campo.
error-choose = Escolha uma opção.
error-incomplete = Esta informação está incompleta.
error-invalid = Esta informação não é válida.
error-past = Esta data já passou.
error-not-a-number = Digite apenas números.
error-not-accepted = Marque esta caixa para continuar.
error-too-long = { $count ->
    [one] No máximo { $count } caractere.
   *[other] No máximo { $count } caracteres.
}
error-too-short = { $count ->
    [one] No mínimo { $count } caractere.
   *[other] No mínimo { $count } caracteres.
}
error-email = Digite um e-mail, como name@example.com.
error-phone = Digite um número de telefone, como +44 20 7946 0000.
error-card-number = Este número de cartão não é válido. Confira os dígitos.
error-card-expiry = Digite o mês e o ano, como 04 / 30.
error-card-expired = Este cartão venceu.
error-card-cvc = Digite os 3 ou 4 dígitos do código de segurança.
error-iban = Este IBAN não é válido. Confira os dígitos.
error-payment-method = Escolha como pagar.
error-terms = Aceite os termos para continuar.
decline-card = Seu cartão foi recusado. Nada foi cobrado. Tente outro cartão.
decline-insufficient-funds = Seu cartão não tem saldo suficiente. Nada foi cobrado. Tente outro cartão.
decline-expired-card = Seu cartão venceu. Tente outro cartão.
decline-incorrect-cvc = O código de segurança do seu cartão está incorreto. Nada foi cobrado.
decline-incorrect-number = O número do seu cartão está incorreto. Nada foi cobrado.
decline-processing-error = O banco não conseguiu processar o pagamento. Nada foi cobrado. Tente de novo em instantes.
decline-authentication = Seu banco não autenticou o pagamento. Nada foi cobrado. Tente de novo ou pague de outra forma.
decline-test-mode = Cartões reais não funcionam no modo de teste. Use um cartão de teste, como 4242 4242 4242 4242.
decline-amount-changed = O valor mudou desde que esta página foi aberta. Confira antes de pagar.
decline-promotion-code = Este código promocional se esgotou ou não é mais válido. Nada foi cobrado. Remova-o para pagar sem ele.
decline-coupon = O desconto deste pedido se esgotou ou não é mais válido. Nada foi cobrado. Entre em contato com o lojista.
decline-other = O pagamento não foi concluído. Nada foi cobrado. Tente de novo ou pague de outra forma.
not-payable = No momento não é possível pagar aqui. Nada foi cobrado.
no-way-to-pay = Não há como pagar este pedido aqui. Entre em contato com a loja.

## Test mode

test-mode = Modo de teste
test-words = Modo de teste: nenhum dinheiro é movimentado. O cartão 4242 4242 4242 4242 paga, com qualquer data de validade futura e qualquer código de segurança.

## The bank's page

bank-test = Página de teste
bank-three-d-secure = Confirme o pagamento no seu banco
bank-redirect = Pagar com { $method }
bank-merchant = Loja
bank-amount = Valor
bank-words = Esta página faz o papel de um banco no modo de teste. Escolha como o pagamento continua.
bank-authorise = Autorizar
bank-fail = Recusar

## In place of the page

notice-complete = Tudo pronto
notice-complete-words = O processo foi concluído. Você já pode fechar esta página.
notice-processing = Um momento
notice-processing-words = Seu pagamento está sendo processado. Esta página continuará sozinha.
notice-expired = Esta página expirou
notice-expired-words = Nada foi cobrado. Para fazer o pedido, volte à loja.
notice-expired-recovery-words = Nada foi cobrado. Você pode retomar seu pedido.
notice-unknown = Esta página não existe
notice-unknown-words = O endereço pode estar incompleto. Abra o link novamente onde você o recebeu.
notice-unavailable = Indisponível no momento
notice-unavailable-words = Algo deu errado. Tente de novo em alguns minutos: nada é pago duas vezes.
notice-canceled = Pagamento cancelado
notice-canceled-words = Nada foi cobrado.

## Around it

back = Voltar
back-to = Voltar para { $merchant }
continue = Continuar
recover = Continuar o pedido
powered-by = Com tecnologia Paydesk
