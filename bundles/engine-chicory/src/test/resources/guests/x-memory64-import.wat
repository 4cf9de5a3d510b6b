(module (import "env" "memory" (memory i64 1)))
