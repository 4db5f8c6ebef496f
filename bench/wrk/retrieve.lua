-- Retrieves sessions in turn. Arguments: a file with an id per line, the API key.
local paths, count = {}, 0

function init(arguments)
  for id in io.lines(arguments[1]) do
    table.insert(paths, "/v1/checkout/sessions/" .. id)
  end
  wrk.headers["Authorization"] = "Bearer " .. arguments[2]
end

function request()
  count = count + 1
  return wrk.format(nil, paths[count % #paths + 1])
end
