## The button that pays

pay = ادفع
pay-amount = ادفع { $amount }
book = احجز
donate = تبرّع
subscribe = اشترك
start-trial = ابدأ الفترة التجريبية
set-up = إعداد
place-order = أرسل الطلب

## The form

email = البريد الإلكتروني
payment-method = طريقة الدفع
card = بطاقة
card-number = رقم البطاقة
card-expiry = تاريخ الانتهاء
card-expiry-example = شهر / سنة
card-cvc = رمز الأمان
card-name = الاسم على البطاقة
country = البلد أو المنطقة

## The order

subtotal = المجموع الفرعي
discount = الخصم
shipping = الشحن
tax = الضريبة
total = الإجمالي
total-due-today = الإجمالي المستحق اليوم
quantity = الكمية: { $count }
trial-days = { $days ->
    [one] يوم واحد مجانًا
    [two] يومان مجانًا
    [few] { $days } أيام مجانًا
    [many] { $days } يومًا مجانًا
   *[other] { $days } يوم مجانًا
}

## Errors

error-required = املأ هذا الحقل.
error-email = أدخل عنوان بريد إلكتروني، مثل name@example.com.
error-card-number = رقم البطاقة غير صالح. تحقق من الأرقام.
error-card-expired = انتهت صلاحية هذه البطاقة.
error-card-cvc = يتكون رمز الأمان من ثلاثة أو أربعة أرقام.
error-minimum = يجب ألا يقل المبلغ عن { $amount }.
error-declined = رُفضت عملية الدفع. جرّب طريقة دفع أخرى.

## Around it

back-to = العودة إلى { $merchant }
expired-on = انتهت صلاحية هذه الصفحة في { $date }.
