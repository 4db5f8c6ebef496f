## The button that pays

pay = 支付
pay-amount = 支付 { $amount }
book = 预订
donate = 捐款
subscribe = 订阅
start-trial = 开始试用
set-up = 设置
place-order = 提交订单

## The form

email = 电子邮箱
payment-method = 支付方式
card = 银行卡
card-number = 卡号
card-expiry = 有效期
card-expiry-example = 月 / 年
card-cvc = 安全码
card-name = 持卡人姓名
country = 国家或地区

## The order

subtotal = 小计
discount = 折扣
shipping = 运费
tax = 税费
total = 总计
total-due-today = 今日应付总额
quantity = 数量：{ $count }
trial-days = { $days ->
   *[other] 免费 { $days } 天
}

## Errors

error-required = 请填写此项。
error-email = 请输入电子邮箱地址，例如 name@example.com。
error-card-number = 卡号无效，请检查数字。
error-card-expired = 此卡已过期。
error-card-cvc = 安全码为三位或四位数字。
error-minimum = 金额不得低于 { $amount }。
error-declined = 付款被拒绝，请尝试其他支付方式。

## Around it

back-to = 返回 { $merchant }
expired-on = 此页面已于 { $date } 失效。
