/* Takes temperatures from the topics of sensors and tells its log; what is no temperature is an error. */
#include "spin.h"

#include <stdio.h>
#include <stdlib.h>

__attribute__((export_name("handle-mqtt-message")))
uint32_t handle_mqtt_message(const char *topic, size_t topic_length, const char *payload, size_t length) {
    char *text = spin_cstr((spin_str){payload, length});
    char *end;
    double temperature = strtod(text, &end);
    if (end == text) {
        fprintf(stderr, "%.*s: \"%s\" is no temperature\n", (int)topic_length, topic, text);
        return 1;
    }
    printf("%.*s: %.1f degrees\n", (int)topic_length, topic, temperature);
    fflush(stdout); /* a handler has no end at which the C library would do it */
    return 0;
}
