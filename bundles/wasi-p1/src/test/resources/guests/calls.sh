#!/bin/sh
# Makes calls-preview1 and calls-unstable: modules that export every function they import, so that a test can call WASI with
# any arguments. Needs wat2wasm of wabt.
cd "$(dirname "$0")" || exit 1
functions='args_get ii, args_sizes_get ii, environ_get ii, environ_sizes_get ii, clock_res_get ii, clock_time_get ili,
fd_advise illi, fd_allocate ill, fd_close i, fd_datasync i, fd_fdstat_get ii, fd_fdstat_set_flags ii, fd_fdstat_set_rights ill,
fd_filestat_get ii, fd_filestat_set_size il, fd_filestat_set_times illi, fd_pread iiili, fd_prestat_get ii,
fd_prestat_dir_name iii, fd_pwrite iiili, fd_read iiii, fd_readdir iiili, fd_renumber ii, fd_seek ilii, fd_sync i, fd_tell ii,
fd_write iiii, path_create_directory iii, path_filestat_get iiiii, path_filestat_set_times iiiilli, path_link iiiiiii,
path_open iiiiillii, path_readlink iiiiii, path_remove_directory iii, path_rename iiiiii, path_symlink iiiii,
path_unlink_file iii, poll_oneoff iiii, proc_raise i, sched_yield -, random_get ii, sock_recv iiiiii, sock_send iiiii,
sock_shutdown ii'
make() {
    echo ";; Made by calls.sh."
    echo "(module"
    echo "$2" | tr ',' '\n' | while read -r name types; do
        [ -n "$name" ] && echo "$types" | sed 's/-//; s/i/ i32/g; s/l/ i64/g' | while read -r params; do
            echo "  (import \"$1\" \"$name\" (func \$$name (param $params) (result i32)))"
        done
    done
    echo "  (import \"$1\" \"proc_exit\" (func \$proc_exit (param i32)))"
    echo "  (memory (export \"memory\") 2 2048)"
    echo "$2" | tr ',' '\n' | while read -r name types; do
        [ -n "$name" ] || continue
        params=$(echo "$types" | sed 's/-//; s/i/ i32/g; s/l/ i64/g')
        gets=""
        n=0
        for p in $params; do gets="$gets (local.get $n)"; n=$((n + 1)); done
        echo "  (func (export \"$name\") (param$params) (result i32) (call \$$name$gets))"
    done
    echo "  (func (export \"proc_exit\") (param i32) (call \$proc_exit (local.get 0))))"
}
make wasi_snapshot_preview1 "$functions, sock_accept iii" > calls-preview1.wat
make wasi_unstable "$functions" > calls-unstable.wat
wat2wasm calls-preview1.wat -o calls-preview1.wasm
wat2wasm calls-unstable.wat -o calls-unstable.wasm
