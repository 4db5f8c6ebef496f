# Every key of this file is in every other file of this folder, with the same variables. Texts are plain: no markup.
# $amount, $date and $merchant come written out in the reader's way; $count and $days are numbers.

## The button that pays

pay = Pay
pay-amount = Pay { $amount }
book = Book
donate = Donate
subscribe = Subscribe
start-trial = Start trial
set-up = Set up
place-order = Place order

## The form

email = Email
payment-method = Payment method
card = Card
card-number = Card number
card-expiry = Expiry date
card-expiry-example = MM / YY
card-cvc = Security code
card-name = Name on card
country = Country or region

## The order

subtotal = Subtotal
discount = Discount
shipping = Shipping
tax = Tax
total = Total
total-due-today = Total due today
quantity = Quantity: { $count }
trial-days = { $days ->
    [one] { $days } day free
   *[other] { $days } days free
}

## Errors

error-required = Fill in this field.
error-email = Enter an email address, such as name@example.com.
error-card-number = This card number is not valid. Check the digits.
error-card-expired = This card has expired.
error-card-cvc = The security code has three or four digits.
error-minimum = The amount must be at least { $amount }.
error-declined = Your payment was declined. Try another way to pay.

## Around it

back-to = Back to { $merchant }
expired-on = This page expired on { $date }.
