# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = 结账
lead-pay = 向 { $merchant } 付款
lead-book = 在 { $merchant } 预订
lead-donate = 向 { $merchant } 捐款
lead-subscribe = 订阅 { $merchant }
lead-setup = 在 { $merchant } 保存支付方式

## The button that pays

pay-amount = 支付 { $amount }
book-amount = 支付 { $amount } 并预订
donate-amount = 捐款 { $amount }
subscribe-amount = 支付 { $amount } 并订阅
subscribe = 订阅
start-trial = 开始试用
save-card = 保存支付方式
complete-order = 完成订单
busy = 正在处理…

## The form

payment-details = 付款信息
contact = 联系方式
email = 电子邮箱
phone = 电话号码
shipping-address = 收货地址
billing-address = 账单地址
same-address = 账单地址与收货地址相同
details = 您的信息
individual-name = 姓名
business-name = 公司名称
tax-id-type = 税号类型
tax-id-value = 税号
optional = 选填
choose = 请选择…
address-name = 姓名
country = 国家或地区
address-line1 = 街道和门牌号
address-line2 = 单元、楼层等
address-postal-code = 邮政编码
address-city = 城市
address-state = 省或州
payment-method = 支付方式
card = 银行卡
card-number = 卡号
card-expiry = 有效期
card-expiry-example = 月 / 年
card-cvc = 安全码
card-name = 持卡人姓名
account-holder = 账户持有人
account-number = 账号
iban = IBAN
routing-number = 银行路由号码
sort-code = 银行分行代码
method-bank-transfer = 银行转账
method-bank-debit = 银行账户扣款
method-pay-by-bank = 银行直接付款
method-crypto = 加密货币
debit-note = 付款即表示您同意从您的银行账户中扣除此金额。付款确认需要几天时间。
redirect-note = 您将前往另一个页面授权付款，然后返回此处。

## What the payer agrees to

this-shop = 此商家
save-payment-method = 保存此支付方式，下次在 { $merchant } 付款时使用
promotions = 向我发送 { $merchant } 的资讯和优惠
terms-of-service = 我同意 { $merchant } 的服务条款
agreement-subscription = 订阅即表示您允许 { $merchant } 在每次续订时向您收费，直到您取消为止。
agreement-subscription-nameless = 订阅即表示您允许此商家在每次续订时向您收费，直到您取消为止。
agreement-kept = 继续即表示您允许 { $merchant } 按约定使用此支付方式收取后续款项。
agreement-kept-nameless = 继续即表示您允许此商家按约定使用此支付方式收取后续款项。

## The order

items = 商品
subtotal = 小计
shipping = 运费
total = 总计
total-due-today = 今日应付总额
free = 免费
quantity = 数量：{ $count }
quantity-each = { $count } × { $amount }
trial-days = 免费 { $days } 天
trial-until = 免费至 { $date }
then = 之后{ $amount }
amount-every = { $every } { $amount }
every-day = { $count ->
    [1] 每天
   *[other] 每 { $count } 天
}
every-week = { $count ->
    [1] 每周
   *[other] 每 { $count } 周
}
every-month = { $count ->
    [1] 每月
   *[other] 每 { $count } 个月
}
every-year = { $count ->
    [1] 每年
   *[other] 每 { $count } 年
}

## What is chosen

quantity-of = { $name } 的数量
quantity-fewer = 减少 { $name }
quantity-more = 增加 { $name }
remove = 移除
remove-item = 移除 { $name }
optional-items = 添加到您的订单
add = 添加
add-item = 添加 { $name }
promotion-code = 优惠码
apply = 使用
remove-code = 移除优惠码 { $code }
update = 更新订单
discount = 折扣
tax = 税费
tax-later = 填写地址后计算
tax-rate = { $name }（{ $percent }%）
tax-included = { $name }（{ $percent }%，已含）
shipping-options = 配送方式
total-now = 总计现为 { $amount }。
estimate-hours = { $count ->
   *[other] { $span } 小时
}
estimate-days = { $count ->
   *[other] { $span } 天
}
estimate-business-days = { $count ->
   *[other] { $span } 个工作日
}
estimate-weeks = { $count ->
   *[other] { $span } 周
}
estimate-months = { $count ->
   *[other] { $span } 个月
}
estimate-at-least = 至少 { $time }
estimate-at-most = 最多 { $time }
choice-quantity = 请选择 { $least } 到 { $most } 之间的数量。
choice-not-now = 付款期间无法更改订单。
choice-not-offered = 此项已不再提供。
choice-last = 无法移除订单中的最后一件商品。
choice-too-little = 总计将低于可支付的最低金额。
choice-too-much = 总计将高于可支付的最高金额。
code-unknown = 没有此优惠码。请检查拼写。
code-inactive = 此优惠码已停用。
code-expired = 此优惠码已过期。
code-used-up = 此优惠码的使用次数已达上限。
code-customer = 此优惠码仅供其他顾客使用。
code-minimum = 使用此优惠码需购买至少 { $amount } 的商品。
code-currency = 此优惠码不能用于该货币。
code-first = 此优惠码仅限首次下单使用。
code-nothing-off = 此优惠码不适用于这些商品。

## Errors

check-fields = 请检查以下各项：
error-required = 请填写此项。
error-choose = 请选择一项。
error-incomplete = 此项不完整。
error-invalid = 此项无效。
error-past = 此日期已过。
error-not-a-number = 请只输入数字。
error-not-accepted = 请勾选此框以继续。
error-too-long = 最多 { $count } 个字符。
error-too-short = 至少 { $count } 个字符。
error-email = 请输入电子邮箱地址，例如 name@example.com。
error-phone = 请输入电话号码，例如 +44 20 7946 0000。
error-card-number = 卡号无效，请检查数字。
error-card-expiry = 请输入月份和年份，例如 04 / 30。
error-card-expired = 此卡已过期。
error-card-cvc = 请输入 3 位或 4 位安全码。
error-iban = 此 IBAN 无效，请检查。
error-payment-method = 请选择支付方式。
error-terms = 请同意条款以继续。
decline-card = 您的银行卡被拒绝，未产生扣款。请尝试其他银行卡。
decline-insufficient-funds = 您的银行卡余额不足，未产生扣款。请尝试其他银行卡。
decline-expired-card = 您的银行卡已过期。请尝试其他银行卡。
decline-incorrect-cvc = 您的银行卡安全码不正确，未产生扣款。
decline-incorrect-number = 您的卡号不正确，未产生扣款。
decline-processing-error = 银行未能处理此付款，未产生扣款。请稍后重试。
decline-authentication = 您的银行未能验证此付款，未产生扣款。请重试，或使用其他方式付款。
decline-test-mode = 测试模式下不能使用真实银行卡。请使用测试卡，例如 4242 4242 4242 4242。
decline-amount-changed = 自打开此页面以来，金额已更改。请在付款前核对。
decline-promotion-code = 此优惠码已用完或已失效。您未被扣款。请将其移除后付款。
decline-coupon = 此订单的折扣已用完或已失效。您未被扣款。请联系商家。
decline-other = 付款未成功，未产生扣款。请重试，或使用其他方式付款。
not-payable = 目前无法在此付款。未产生扣款。
no-way-to-pay = 此订单无法在此付款。请联系商家。

## Test mode

test-mode = 测试模式
test-words = 测试模式：不会产生实际扣款。使用卡号 4242 4242 4242 4242、任意未来的有效期和任意安全码即可付款。

## The bank's page

bank-test = 测试页面
bank-three-d-secure = 在您的银行确认付款
bank-redirect = 使用 { $method } 付款
bank-merchant = 商家
bank-amount = 金额
bank-words = 此页面在测试模式下代替银行。请选择付款结果。
bank-authorise = 授权
bank-fail = 拒绝

## In place of the page

notice-complete = 已完成
notice-complete-words = 结账已完成。您可以关闭此页面。
notice-processing = 请稍候
notice-processing-words = 正在处理您的付款。此页面将自动继续。
notice-expired = 此页面已失效
notice-expired-words = 未产生扣款。如需下单，请返回商家网站。
notice-expired-recovery-words = 未产生扣款。您可以继续您的订单。
notice-unknown = 页面不存在
notice-unknown-words = 网址可能不完整。请从您收到链接的地方重新打开。
notice-unavailable = 暂时无法使用
notice-unavailable-words = 出了点问题。请几分钟后重试：不会重复扣款。
notice-canceled = 付款已取消
notice-canceled-words = 未产生扣款。

## Around it

back = 返回
back-to = 返回 { $merchant }
continue = 继续
recover = 继续订单
powered-by = 由 Paydesk 提供支持
