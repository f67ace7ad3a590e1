def page(t,r): return t
