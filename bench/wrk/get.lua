-- Gets the URL's own path. Argument: the API key.
function init(arguments)
  wrk.headers["Authorization"] = "Bearer " .. arguments[1]
end
