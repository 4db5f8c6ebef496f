# Every key of this file is in every other file of this folder, with the same variables. Texts are plain: no markup.
# $count, $days, $least and $most are numbers; everything else comes written out in the reader's way.

## What the payer is here for

lead = Checkout
lead-pay = Pay { $merchant }
lead-book = Book with { $merchant }
lead-donate = Donate to { $merchant }
lead-subscribe = Subscribe to { $merchant }
lead-setup = Save a payment method with { $merchant }

## The button that pays

pay-amount = Pay { $amount }
book-amount = Book for { $amount }
donate-amount = Donate { $amount }
subscribe-amount = Subscribe for { $amount }
subscribe = Subscribe
start-trial = Start trial
save-card = Save payment method
complete-order = Complete order
busy = Processing…

## The form

payment-details = Payment details
contact = Contact
email = Email
phone = Phone number
shipping-address = Shipping address
billing-address = Billing address
same-address = Billing address is the same as the shipping address
details = Your details
individual-name = Full name
business-name = Business name
tax-id-type = Type of tax ID
tax-id-value = Tax ID
optional = Optional
choose = Choose…
address-name = Name
country = Country or region
address-line1 = Street and number
address-line2 = Apartment, suite or floor
address-postal-code = Postal code
address-city = Town or city
address-state = State or province
payment-method = Payment method
card = Card
card-number = Card number
card-expiry = Expiry date
card-expiry-example = MM / YY
card-cvc = Security code
card-name = Name on card
account-holder = Account holder
account-number = Account number
iban = IBAN
routing-number = Routing number
sort-code = Sort code
method-bank-transfer = Bank transfer
method-bank-debit = Direct debit from a bank account
method-pay-by-bank = Pay by bank
method-crypto = Cryptocurrency
debit-note = By paying you allow this amount to be collected from your bank account. It takes some days until the payment is confirmed.
redirect-note = You will be taken to another page to authorize the payment, and then back.

## What the payer agrees to

this-shop = this shop
save-payment-method = Save this payment method for the next time at { $merchant }
promotions = Send me news and offers of { $merchant }
terms-of-service = I agree to the terms of service of { $merchant }
agreement-subscription = By subscribing you allow { $merchant } to charge you at each renewal, until you cancel.
agreement-subscription-nameless = By subscribing you allow this shop to charge you at each renewal, until you cancel.
agreement-kept = By going on you allow { $merchant } to charge this payment method for later payments as agreed.
agreement-kept-nameless = By going on you allow this shop to charge this payment method for later payments as agreed.

## The order

items = Items
subtotal = Subtotal
shipping = Shipping
total = Total
total-due-today = Total due today
free = Free
quantity = Quantity: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] { $days } day free
   *[other] { $days } days free
}
trial-until = Free until { $date }
then = then { $amount }
amount-every = { $amount } { $every }
every-day = { $count ->
    [1] per day
    [one] every { $count } day
   *[other] every { $count } days
}
every-week = { $count ->
    [1] per week
    [one] every { $count } week
   *[other] every { $count } weeks
}
every-month = { $count ->
    [1] per month
    [one] every { $count } month
   *[other] every { $count } months
}
every-year = { $count ->
    [1] per year
    [one] every { $count } year
   *[other] every { $count } years
}

## What is chosen

quantity-of = Quantity of { $name }
quantity-fewer = Fewer of { $name }
quantity-more = More of { $name }
remove = Remove
remove-item = Remove { $name }
optional-items = Add to your order
add = Add
add-item = Add { $name }
promotion-code = Promotion code
apply = Apply
remove-code = Remove the code { $code }
update = Update the order
discount = Discount
tax = Tax
tax-later = Once the address is known
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%, included)
shipping-options = Shipping method
total-now = The total is now { $amount }.
estimate-hours = { $count ->
    [one] { $span } hour
   *[other] { $span } hours
}
estimate-days = { $count ->
    [one] { $span } day
   *[other] { $span } days
}
estimate-business-days = { $count ->
    [one] { $span } business day
   *[other] { $span } business days
}
estimate-weeks = { $count ->
    [one] { $span } week
   *[other] { $span } weeks
}
estimate-months = { $count ->
    [one] { $span } month
   *[other] { $span } months
}
estimate-at-least = at least { $time }
estimate-at-most = at most { $time }
choice-quantity = Choose a quantity from { $least } to { $most }.
choice-not-now = The order cannot be changed while it is being paid.
choice-not-offered = This is not offered any more.
choice-last = The last item of an order cannot be removed.
choice-too-little = The total would be less than can be paid.
choice-too-much = The total would be more than can be paid.
code-unknown = There is no such code. Check how it is written.
code-inactive = This code is not in use any more.
code-expired = This code has expired.
code-used-up = This code has been used as often as it can be.
code-customer = This code is for somebody else.
code-minimum = This code needs items for at least { $amount }.
code-currency = This code cannot be used in this currency.
code-first = This code is for a first order only.
code-nothing-off = This code is for none of these items.

## Errors

check-fields = Please check these fields:
error-required = Fill in this field.
error-choose = Choose one of these.
error-incomplete = This is not complete.
error-invalid = This is not valid.
error-past = This date has passed.
error-not-a-number = Enter digits only.
error-not-accepted = Tick this box to go on.
error-too-long = { $count ->
    [one] At most { $count } character.
   *[other] At most { $count } characters.
}
error-too-short = { $count ->
    [one] At least { $count } character.
   *[other] At least { $count } characters.
}
error-email = Enter an email address, such as name@example.com.
error-phone = Enter a phone number, such as +44 20 7946 0000.
error-card-number = This card number is not valid. Check the digits.
error-card-expiry = Enter month and year, such as 04 / 30.
error-card-expired = This card has expired.
error-card-cvc = Enter the 3 or 4 digits of the security code.
error-iban = This IBAN is not valid. Check the digits.
error-payment-method = Choose how to pay.
error-terms = Agree to the terms to go on.
decline-card = Your card was declined. You have not been charged. Try another card.
decline-insufficient-funds = Your card has insufficient funds. You have not been charged. Try another card.
decline-expired-card = Your card has expired. Try another card.
decline-incorrect-cvc = The security code of your card is not correct. You have not been charged.
decline-incorrect-number = The number of your card is not correct. You have not been charged.
decline-processing-error = The bank could not process the payment. You have not been charged. Try again in a moment.
decline-authentication = Your bank did not authenticate the payment. You have not been charged. Try again, or pay in another way.
decline-test-mode = Real cards do not work in test mode. Use a test card, such as 4242 4242 4242 4242.
decline-amount-changed = The amount has changed since this page was opened. Please check it before you pay.
decline-promotion-code = This promotion code has been used up or is no longer valid. You have not been charged. Remove it to pay without it.
decline-coupon = The discount of this order has been used up or is no longer valid. You have not been charged. Please contact the shop.
decline-other = The payment did not go through. You have not been charged. Try again, or pay in another way.
not-payable = Payments are not available here at the moment. You have not been charged.
no-way-to-pay = There is no way to pay for this order here. Please contact the shop.

## Test mode

test-mode = Test mode
test-words = Test mode: no money moves. The card 4242 4242 4242 4242 pays, with any expiry date to come and any security code.

## The bank's page

bank-test = Test page
bank-three-d-secure = Confirm the payment at your bank
bank-redirect = Pay with { $method }
bank-merchant = Merchant
bank-amount = Amount
bank-words = This page stands in for a bank in test mode. Choose how the payment goes on.
bank-authorise = Authorize
bank-fail = Fail

## In place of the page

notice-complete = All done
notice-complete-words = This checkout is complete. You can close this page.
notice-processing = One moment
notice-processing-words = Your payment is being processed. This page goes on by itself.
notice-expired = This page has expired
notice-expired-words = You have not been charged. To order, please go back to the shop.
notice-expired-recovery-words = You have not been charged. You can take up your order again.
notice-unknown = There is no such page
notice-unknown-words = The address may be incomplete. Please open the link again from where you got it.
notice-unavailable = Not available at the moment
notice-unavailable-words = Something went wrong here. Please try again in a few minutes: nothing is paid twice.
notice-canceled = Payment canceled
notice-canceled-words = You have not been charged.

## Around it

back = Back
back-to = Back to { $merchant }
continue = Continue
recover = Continue the order
powered-by = Powered by Paydesk
