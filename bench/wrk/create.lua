-- Creates typical sessions, each with a key of its own, as the SDKs send them. Arguments: the cart, the API key.
local prefix, count = nil, 0

function init(arguments)
  local pairs_of_form = {}
  for line in io.lines(arguments[1]) do
    table.insert(pairs_of_form, line)
  end
  wrk.method = "POST"
  wrk.body = table.concat(pairs_of_form, "&")
  wrk.headers["Authorization"] = "Bearer " .. arguments[2]
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  prefix = string.format("bench-%d-%s-", os.time(), tostring(wrk.thread):gsub("[^%w]", ""))
end

function request()
  count = count + 1
  wrk.headers["Idempotency-Key"] = prefix .. count
  return wrk.format()
end
