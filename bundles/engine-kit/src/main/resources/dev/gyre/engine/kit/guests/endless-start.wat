(module (start $f) (func $f (loop $again (br $again))))
