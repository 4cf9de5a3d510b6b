/* Asks for one variable: get(key) gives "ok:<value>" or "<error>:<message>". */
#include "spin.h"

void spin_handle_http(const spin_request *request, spin_response *response) {
    (void)request;
    (void)response;
}

__attribute__((export_name("get"))) spin_str *get(const char *key, size_t len) {
    static const char *const errors[] = {"provider:", "invalid-key:", "invalid-schema:", "other:"};
    static spin_str answer;
    spin_buf text = {0};
    spin_str value;
    spin_config_error error;
    spin_buf_text(&text, spin_config_get((spin_str){key, len}, &value, &error) ? "ok:" : errors[error]);
    spin_buf_str(&text, value);
    answer = spin_buf_view(&text);
    return &answer;
}
