## The button that pays

pay = 支払う
pay-amount = { $amount }を支払う
book = 予約する
donate = 寄付する
subscribe = 申し込む
start-trial = トライアルを開始する
set-up = 設定する
place-order = 注文する

## The form

email = メールアドレス
payment-method = お支払い方法
card = カード
card-number = カード番号
card-expiry = 有効期限
card-expiry-example = 月 / 年
card-cvc = セキュリティコード
card-name = カードの名義
country = 国または地域

## The order

subtotal = 小計
discount = 割引
shipping = 配送料
tax = 税金
total = 合計
total-due-today = 本日のお支払い合計
quantity = 数量: { $count }
trial-days = { $days ->
   *[other] { $days }日間無料
}

## Errors

error-required = この項目を入力してください。
error-email = name@example.comのようなメールアドレスを入力してください。
error-card-number = カード番号が正しくありません。数字を確認してください。
error-card-expired = このカードは有効期限が切れています。
error-card-cvc = セキュリティコードは3桁または4桁です。
error-minimum = 金額は{ $amount }以上にしてください。
error-declined = お支払いが承認されませんでした。別のお支払い方法をお試しください。

## Around it

back-to = { $merchant }に戻る
expired-on = このページの有効期限は{ $date }に切れました。
