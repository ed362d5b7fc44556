-- For wrk: end each query in a comment with another number, so that none is sent twice.
local count = 0
local path = nil

request = function()
  path = path or wrk.path
  count = count + 1
  return wrk.format("GET", path .. "%0A%23" .. count)
end
