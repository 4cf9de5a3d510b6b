;; What dynamically linked modules share: memory, table and the globals that say where each has its place.
(module
  (memory (export "memory") 2 8)
  (table (export "__indirect_function_table") 8 16 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 1024))
  (global (export "a:memory_base") i32 (i32.const 2048))
  (global (export "a:table_base") i32 (i32.const 1))
  (global (export "b:memory_base") i32 (i32.const 70000))
  (global (export "b:table_base") i32 (i32.const 4))
  (global (export "b:name") (mut i32) (i32.const 0))
  (global (export "b:twice") (mut i32) (i32.const 0)))
