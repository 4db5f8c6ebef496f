# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = إتمام الدفع
lead-pay = الدفع إلى { $merchant }
lead-book = الحجز لدى { $merchant }
lead-donate = التبرع إلى { $merchant }
lead-subscribe = الاشتراك في { $merchant }
lead-setup = حفظ طريقة دفع لدى { $merchant }

## The button that pays

pay-amount = ادفع { $amount }
book-amount = احجز مقابل { $amount }
donate-amount = تبرّع بمبلغ { $amount }
subscribe-amount = اشترك مقابل { $amount }
subscribe = اشترك
start-trial = ابدأ الفترة التجريبية
save-card = احفظ طريقة الدفع
complete-order = أكمل الطلب
busy = جارٍ التنفيذ…

## The form

payment-details = بيانات الدفع
contact = بيانات الاتصال
email = البريد الإلكتروني
phone = رقم الهاتف
shipping-address = عنوان الشحن
billing-address = عنوان الفوترة
same-address = عنوان الفوترة هو نفسه عنوان الشحن
details = بياناتك
individual-name = الاسم الكامل
business-name = اسم الشركة
tax-id-type = نوع الرقم الضريبي
tax-id-value = الرقم الضريبي
optional = اختياري
choose = اختر…
address-name = الاسم
country = البلد أو المنطقة
address-line1 = الشارع ورقم المبنى
address-line2 = الشقة والطابق ونحو ذلك
address-postal-code = الرمز البريدي
address-city = المدينة
address-state = الولاية أو المقاطعة
payment-method = طريقة الدفع
card = بطاقة
card-number = رقم البطاقة
card-expiry = تاريخ الانتهاء
card-expiry-example = شهر / سنة
card-cvc = رمز الأمان
card-name = الاسم على البطاقة
account-holder = صاحب الحساب
account-number = رقم الحساب
iban = رقم الآيبان (IBAN)
routing-number = رقم توجيه البنك
sort-code = رمز فرع البنك
method-bank-transfer = تحويل مصرفي
method-bank-debit = خصم مباشر من حساب مصرفي
method-pay-by-bank = الدفع عبر البنك
method-crypto = عملة مشفرة
debit-note = بإتمام الدفع فإنك تسمح بخصم هذا المبلغ من حسابك المصرفي. يستغرق تأكيد الدفع بضعة أيام.
redirect-note = ستنتقل إلى صفحة أخرى للموافقة على الدفع، ثم تعود إلى هنا.

## What the payer agrees to

this-shop = هذا المتجر
save-payment-method = احفظ طريقة الدفع هذه للمرة القادمة لدى { $merchant }
promotions = أرسلوا إليّ أخبار { $merchant } وعروضه
terms-of-service = أوافق على شروط خدمة { $merchant }
agreement-subscription = بالاشتراك فإنك تسمح لـ { $merchant } بتحصيل المبلغ منك عند كل تجديد إلى أن تلغي الاشتراك.
agreement-subscription-nameless = بالاشتراك فإنك تسمح لهذا المتجر بتحصيل المبلغ منك عند كل تجديد إلى أن تلغي الاشتراك.
agreement-kept = بالمتابعة فإنك تسمح لـ { $merchant } باستخدام طريقة الدفع هذه للمدفوعات اللاحقة المتفق عليها.
agreement-kept-nameless = بالمتابعة فإنك تسمح لهذا المتجر باستخدام طريقة الدفع هذه للمدفوعات اللاحقة المتفق عليها.

## The order

items = المشتريات
subtotal = المجموع الفرعي
shipping = الشحن
total = الإجمالي
total-due-today = الإجمالي المستحق اليوم
free = مجانًا
quantity = الكمية: { $count }
quantity-each = { $count } × { $amount }
trial-days = { $days ->
    [one] يوم واحد مجانًا
    [two] يومان مجانًا
    [few] { $days } أيام مجانًا
    [many] { $days } يومًا مجانًا
   *[other] { $days } يوم مجانًا
}
trial-until = مجانًا حتى { $date }
then = ثم { $amount }
# Begins with a right-to-left mark: inside another sentence it would else run from the left, as it has no letters of its own.
amount-every = ‏{ $amount } { $every }
every-day = { $count ->
    [one] كل يوم
    [two] كل يومين
    [few] كل { $count } أيام
    [many] كل { $count } يومًا
   *[other] كل { $count } يوم
}
every-week = { $count ->
    [one] كل أسبوع
    [two] كل أسبوعين
    [few] كل { $count } أسابيع
    [many] كل { $count } أسبوعًا
   *[other] كل { $count } أسبوع
}
every-month = { $count ->
    [one] كل شهر
    [two] كل شهرين
    [few] كل { $count } أشهر
    [many] كل { $count } شهرًا
   *[other] كل { $count } شهر
}
every-year = { $count ->
    [one] كل سنة
    [two] كل سنتين
    [few] كل { $count } سنوات
    [many] كل { $count } سنة
   *[other] كل { $count } سنة
}

## What is chosen

quantity-of = كمية { $name }
quantity-fewer = إنقاص { $name }
quantity-more = زيادة { $name }
remove = إزالة
remove-item = إزالة { $name }
optional-items = أضف إلى طلبك
add = إضافة
add-item = إضافة { $name }
promotion-code = رمز ترويجي
apply = تطبيق
remove-code = إزالة الرمز { $code }
update = تحديث الطلب
discount = خصم
tax = الضريبة
tax-later = عند معرفة العنوان
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%، مشمولة)
shipping-options = طريقة الشحن
total-now = الإجمالي الآن { $amount }.
estimate-hours = { $count ->
    [one] { $span } ساعة
    [two] { $span } ساعة
    [few] { $span } ساعات
    [many] { $span } ساعة
   *[other] { $span } ساعة
}
estimate-days = { $count ->
    [one] { $span } يوم
    [two] { $span } يوم
    [few] { $span } أيام
    [many] { $span } يومًا
   *[other] { $span } يوم
}
estimate-business-days = { $count ->
    [one] { $span } يوم عمل
    [two] { $span } يوم عمل
    [few] { $span } أيام عمل
    [many] { $span } يوم عمل
   *[other] { $span } يوم عمل
}
estimate-weeks = { $count ->
    [one] { $span } أسبوع
    [two] { $span } أسبوع
    [few] { $span } أسابيع
    [many] { $span } أسبوعًا
   *[other] { $span } أسبوع
}
estimate-months = { $count ->
    [one] { $span } شهر
    [two] { $span } شهر
    [few] { $span } أشهر
    [many] { $span } شهرًا
   *[other] { $span } شهر
}
estimate-at-least = { $time } على الأقل
estimate-at-most = { $time } على الأكثر
choice-quantity = اختر كمية من { $least } إلى { $most }.
choice-not-now = لا يمكن تغيير الطلب أثناء دفعه.
choice-not-offered = لم يعد هذا معروضًا.
choice-last = لا يمكن إزالة آخر عنصر في الطلب.
choice-too-little = سيكون الإجمالي أقل مما يمكن دفعه.
choice-too-much = سيكون الإجمالي أكثر مما يمكن دفعه.
code-unknown = لا يوجد رمز كهذا. تحقق من كتابته.
code-inactive = لم يعد هذا الرمز مستخدمًا.
code-expired = انتهت صلاحية هذا الرمز.
code-used-up = استُخدم هذا الرمز بأقصى عدد ممكن من المرات.
code-customer = هذا الرمز لشخص آخر.
code-minimum = يتطلب هذا الرمز عناصر بقيمة { $amount } على الأقل.
code-currency = لا يمكن استخدام هذا الرمز بهذه العملة.
code-first = هذا الرمز للطلب الأول فقط.
code-nothing-off = هذا الرمز لا يخص أيًا من هذه العناصر.

## Errors

check-fields = يُرجى مراجعة هذه الحقول:
error-required = املأ هذا الحقل.
error-choose = اختر أحد الخيارات.
error-incomplete = هذه القيمة غير مكتملة.
error-invalid = هذه القيمة غير صالحة.
error-past = لقد مضى هذا التاريخ.
error-not-a-number = أدخل أرقامًا فقط.
error-not-accepted = ضع علامة في هذا المربع للمتابعة.
error-too-long = { $count ->
    [one] حرف واحد على الأكثر.
    [two] حرفان على الأكثر.
    [few] { $count } أحرف على الأكثر.
    [many] { $count } حرفًا على الأكثر.
   *[other] { $count } حرف على الأكثر.
}
error-too-short = { $count ->
    [one] حرف واحد على الأقل.
    [two] حرفان على الأقل.
    [few] { $count } أحرف على الأقل.
    [many] { $count } حرفًا على الأقل.
   *[other] { $count } حرف على الأقل.
}
error-email = أدخل عنوان بريد إلكتروني، مثل name@example.com.
error-phone = أدخل رقم هاتف، مثل ‎+44 20 7946 0000.
error-card-number = رقم البطاقة غير صالح. تحقق من الأرقام.
error-card-expiry = أدخل الشهر والسنة، مثل ‎04 / 30.
error-card-expired = انتهت صلاحية هذه البطاقة.
error-card-cvc = أدخل أرقام رمز الأمان الثلاثة أو الأربعة.
error-iban = رقم الآيبان غير صالح. تحقق من الأرقام.
error-payment-method = اختر طريقة الدفع.
error-terms = وافق على الشروط للمتابعة.
decline-card = رُفضت بطاقتك، ولم يُخصم منك شيء. جرّب بطاقة أخرى.
decline-insufficient-funds = رصيد بطاقتك غير كافٍ، ولم يُخصم منك شيء. جرّب بطاقة أخرى.
decline-expired-card = انتهت صلاحية بطاقتك. جرّب بطاقة أخرى.
decline-incorrect-cvc = رمز أمان بطاقتك غير صحيح، ولم يُخصم منك شيء.
decline-incorrect-number = رقم بطاقتك غير صحيح، ولم يُخصم منك شيء.
decline-processing-error = تعذّر على البنك تنفيذ الدفع، ولم يُخصم منك شيء. حاول مرة أخرى بعد لحظات.
decline-authentication = لم يؤكد بنكك عملية الدفع، ولم يُخصم منك شيء. حاول مرة أخرى أو ادفع بطريقة أخرى.
decline-test-mode = لا تعمل البطاقات الحقيقية في وضع الاختبار. استخدم بطاقة اختبار مثل ‎4242 4242 4242 4242.
decline-amount-changed = تغيّر المبلغ منذ فتح هذه الصفحة. يُرجى التحقق منه قبل الدفع.
decline-promotion-code = تم استنفاد رمز العرض هذا أو لم يعد صالحًا. لم يُخصم منك أي مبلغ. يُرجى إزالته للدفع بدونه.
decline-coupon = تم استنفاد خصم هذا الطلب أو لم يعد صالحًا. لم يُخصم منك أي مبلغ. يُرجى التواصل مع التاجر.
decline-other = لم تتم عملية الدفع، ولم يُخصم منك شيء. حاول مرة أخرى أو ادفع بطريقة أخرى.
not-payable = الدفع غير متاح هنا حاليًا. لم يُخصم منك شيء.
no-way-to-pay = لا توجد طريقة لدفع هذا الطلب هنا. يُرجى التواصل مع المتجر.

## Test mode

test-mode = وضع الاختبار
test-words = وضع الاختبار: لا تُحوَّل أي أموال. تُقبل البطاقة ‎4242 4242 4242 4242‎ مع أي تاريخ انتهاء قادم وأي رمز أمان.

## The bank's page

bank-test = صفحة اختبار
bank-three-d-secure = أكّد الدفع لدى بنكك
bank-redirect = الدفع عبر { $method }
bank-merchant = التاجر
bank-amount = المبلغ
bank-words = تحل هذه الصفحة محل البنك في وضع الاختبار. اختر كيف تستمر عملية الدفع.
bank-authorise = موافقة
bank-fail = رفض

## In place of the page

notice-complete = تم بنجاح
notice-complete-words = اكتملت العملية. يمكنك إغلاق هذه الصفحة.
notice-processing = لحظة من فضلك
notice-processing-words = يجري تنفيذ الدفع. ستتابع هذه الصفحة تلقائيًا.
notice-expired = انتهت صلاحية هذه الصفحة
notice-expired-words = لم يُخصم منك شيء. للطلب، يُرجى العودة إلى المتجر.
notice-expired-recovery-words = لم يُخصم منك شيء. يمكنك استئناف طلبك.
notice-unknown = لا توجد صفحة كهذه
notice-unknown-words = ربما كان العنوان غير مكتمل. يُرجى فتح الرابط مرة أخرى من حيث حصلت عليه.
notice-unavailable = غير متاح حاليًا
notice-unavailable-words = حدث خطأ هنا. يُرجى المحاولة مرة أخرى بعد بضع دقائق: لن يُدفع أي مبلغ مرتين.
notice-canceled = أُلغي الدفع
notice-canceled-words = لم يُخصم منك شيء.

## Around it

back = رجوع
back-to = العودة إلى { $merchant }
continue = متابعة
recover = استئناف الطلب
powered-by = مدعوم من Paydesk
