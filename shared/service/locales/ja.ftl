# The keys are those of en.ftl, with the same variables. $count and $days are numbers; the rest comes written out.

## What the payer is here for

lead = お支払い
lead-pay = { $merchant }へのお支払い
lead-book = { $merchant }のご予約
lead-donate = { $merchant }へのご寄付
lead-subscribe = { $merchant }の定期購入
lead-setup = { $merchant }でのお支払い方法の登録

## The button that pays

pay-amount = { $amount }を支払う
book-amount = { $amount }で予約する
donate-amount = { $amount }を寄付する
subscribe-amount = { $amount }で申し込む
subscribe = 申し込む
start-trial = トライアルを開始する
save-card = お支払い方法を登録する
complete-order = 注文を確定する
busy = 処理中…

## The form

payment-details = お支払い情報
contact = 連絡先
email = メールアドレス
phone = 電話番号
shipping-address = お届け先住所
billing-address = 請求先住所
same-address = 請求先住所はお届け先住所と同じです
details = お客様情報
individual-name = 氏名
business-name = 会社名
tax-id-type = 納税者番号の種類
tax-id-value = 納税者番号
optional = 任意
choose = 選択…
address-name = お名前
country = 国または地域
address-line1 = 町名・番地
address-line2 = 建物名・部屋番号など
address-postal-code = 郵便番号
address-city = 市区町村
address-state = 都道府県・州
payment-method = お支払い方法
card = カード
card-number = カード番号
card-expiry = 有効期限
card-expiry-example = 月 / 年
card-cvc = セキュリティコード
card-name = カードの名義
account-holder = 口座名義
account-number = 口座番号
iban = IBAN
routing-number = ルーティング番号
sort-code = ソートコード
method-bank-transfer = 銀行振込
method-bank-debit = 口座振替
method-pay-by-bank = 銀行口座払い
method-crypto = 暗号資産
debit-note = お支払いいただくと、この金額を銀行口座から引き落とすことに同意したものとみなされます。お支払いの確認には数日かかります。
redirect-note = 別のページに移動してお支払いを承認していただき、その後このページに戻ります。

## What the payer agrees to

this-shop = このショップ
save-payment-method = 次回の{ $merchant }でのお支払いのために、このお支払い方法を保存する
promotions = { $merchant }からのお知らせや特典情報を受け取る
terms-of-service = { $merchant }の利用規約に同意します
agreement-subscription = お申し込みいただくと、解約されるまで、更新のたびに{ $merchant }が代金を請求することに同意したものとみなされます。
agreement-subscription-nameless = お申し込みいただくと、解約されるまで、更新のたびにこのショップが代金を請求することに同意したものとみなされます。
agreement-kept = 続行すると、{ $merchant }が今後の合意済みのお支払いにこのお支払い方法を使用することに同意したものとみなされます。
agreement-kept-nameless = 続行すると、このショップが今後の合意済みのお支払いにこのお支払い方法を使用することに同意したものとみなされます。

## The order

items = 商品
subtotal = 小計
shipping = 配送料
total = 合計
total-due-today = 本日のお支払い合計
free = 無料
quantity = 数量: { $count }
quantity-each = { $amount } × { $count }
trial-days = { $days }日間無料
trial-until = { $date }まで無料
then = その後、{ $amount }
amount-every = { $every } { $amount }
every-day = { $count ->
    [1] 毎日
   *[other] { $count }日ごと
}
every-week = { $count ->
    [1] 毎週
   *[other] { $count }週間ごと
}
every-month = { $count ->
    [1] 毎月
   *[other] { $count }か月ごと
}
every-year = { $count ->
    [1] 毎年
   *[other] { $count }年ごと
}

## What is chosen

quantity-of = { $name }の数量
quantity-fewer = { $name }を減らす
quantity-more = { $name }を増やす
remove = 削除
remove-item = { $name }を削除
optional-items = ご注文に追加
add = 追加
add-item = { $name }を追加
promotion-code = プロモーションコード
apply = 適用
remove-code = コード{ $code }を削除
update = 注文を更新
discount = 割引
tax = 税
tax-later = 住所の入力後に計算されます
tax-rate = { $name } ({ $percent }%)
tax-included = { $name } ({ $percent }%、税込)
shipping-options = 配送方法
total-now = 合計は{ $amount }になりました。
estimate-hours = { $count ->
   *[other] { $span }時間
}
estimate-days = { $count ->
   *[other] { $span }日
}
estimate-business-days = { $count ->
   *[other] { $span }営業日
}
estimate-weeks = { $count ->
   *[other] { $span }週間
}
estimate-months = { $count ->
   *[other] { $span }か月
}
estimate-at-least = { $time }以上
estimate-at-most = { $time }以内
choice-quantity = 数量は{ $least }から{ $most }までで選んでください。
choice-not-now = お支払いの処理中は注文を変更できません。
choice-not-offered = これは現在ご利用いただけません。
choice-last = 最後の商品は削除できません。
choice-too-little = 合計がお支払い可能な最低金額を下回ります。
choice-too-much = 合計がお支払い可能な最高金額を上回ります。
code-unknown = このコードは存在しません。入力内容をご確認ください。
code-inactive = このコードは現在使用できません。
code-expired = このコードは有効期限が切れています。
code-used-up = このコードは使用回数の上限に達しました。
code-customer = このコードは別のお客様専用です。
code-minimum = このコードは{ $amount }以上のご購入でお使いいただけます。
code-currency = このコードはこの通貨では使用できません。
code-first = このコードは初回のご注文でのみお使いいただけます。
code-nothing-off = このコードの対象となる商品がありません。

## Errors

check-fields = 次の項目をご確認ください。
error-required = この項目を入力してください。
error-choose = いずれかを選択してください。
error-incomplete = 入力が完了していません。
error-invalid = 入力内容が正しくありません。
error-past = この日付は過ぎています。
error-not-a-number = 数字のみを入力してください。
error-not-accepted = 続けるには、チェックを入れてください。
error-too-long = { $count }文字以内で入力してください。
error-too-short = { $count }文字以上で入力してください。
error-email = メールアドレスを入力してください（例: name@example.com）。
error-phone = 電話番号を入力してください（例: +44 20 7946 0000）。
error-card-number = カード番号が正しくありません。数字をご確認ください。
error-card-expiry = 月と年を入力してください（例: 04 / 30）。
error-card-expired = このカードは有効期限が切れています。
error-card-cvc = セキュリティコードの3桁または4桁の数字を入力してください。
error-iban = IBANが正しくありません。ご確認ください。
error-payment-method = お支払い方法を選択してください。
error-terms = 続けるには、利用規約に同意してください。
decline-card = カードが承認されませんでした。請求は発生していません。別のカードをお試しください。
decline-insufficient-funds = カードの残高が不足しています。請求は発生していません。別のカードをお試しください。
decline-expired-card = カードの有効期限が切れています。別のカードをお試しください。
decline-incorrect-cvc = カードのセキュリティコードが正しくありません。請求は発生していません。
decline-incorrect-number = カードの番号が正しくありません。請求は発生していません。
decline-processing-error = 銀行でお支払いを処理できませんでした。請求は発生していません。しばらくしてからもう一度お試しください。
decline-authentication = 銀行でお支払いが認証されませんでした。請求は発生していません。もう一度お試しいただくか、別の方法でお支払いください。
decline-test-mode = テストモードでは実際のカードは使えません。4242 4242 4242 4242などのテスト用カードをお使いください。
decline-amount-changed = このページを開いた後に金額が変更されました。お支払いの前にご確認ください。
decline-promotion-code = このプロモーションコードは利用上限に達したか、無効になりました。お支払いは行われていません。コードを削除すると、割引なしでお支払いいただけます。
decline-coupon = このご注文の割引は利用上限に達したか、無効になりました。お支払いは行われていません。販売者にお問い合わせください。
decline-other = お支払いは完了しませんでした。請求は発生していません。もう一度お試しいただくか、別の方法でお支払いください。
not-payable = 現在、こちらではお支払いいただけません。請求は発生していません。
no-way-to-pay = このご注文はこちらではお支払いいただけません。ショップにお問い合わせください。

## Test mode

test-mode = テストモード
test-words = テストモードです。実際のお金は動きません。カード番号 4242 4242 4242 4242 に、今後の有効期限と任意のセキュリティコードを入力すると支払えます。

## The bank's page

bank-test = テストページ
bank-three-d-secure = 銀行でのお支払いの確認
bank-redirect = { $method }でのお支払い
bank-merchant = 販売者
bank-amount = 金額
bank-words = テストモードで銀行の代わりとなるページです。お支払いの結果を選択してください。
bank-authorise = 承認する
bank-fail = 拒否する

## In place of the page

notice-complete = 完了しました
notice-complete-words = お手続きが完了しました。このページを閉じていただけます。
notice-processing = しばらくお待ちください
notice-processing-words = お支払いを処理しています。このページは自動的に進みます。
notice-expired = このページは期限切れです
notice-expired-words = 請求は発生していません。ご注文はショップに戻ってお手続きください。
notice-expired-recovery-words = 請求は発生していません。ご注文を再開できます。
notice-unknown = ページが見つかりません
notice-unknown-words = アドレスが不完全な可能性があります。お受け取りになったリンクをもう一度開いてください。
notice-unavailable = 現在ご利用いただけません
notice-unavailable-words = 問題が発生しました。数分後にもう一度お試しください。二重に請求されることはありません。
notice-canceled = お支払いはキャンセルされました
notice-canceled-words = 請求は発生していません。

## Around it

back = 戻る
back-to = { $merchant }に戻る
continue = 続ける
recover = 注文を続ける
powered-by = Powered by Paydesk
