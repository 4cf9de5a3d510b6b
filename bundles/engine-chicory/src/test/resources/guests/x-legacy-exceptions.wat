(module (tag $e) (func (export "run") try (throw $e) catch $e end))
