#include "spin.h"

void spin_handle_http(const spin_request *request, spin_response *response) {
    (void)request;
    spin_reply(response, 200, "text/plain", spin_str_of("Hello from {{ project-name }}\n"));
}
