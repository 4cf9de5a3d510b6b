/*
 * Memory layouts of what crosses between host and guest.
 *
 * Both 2022 layouts have the same fields in the same order. In one every field takes an 8-byte slot, in the other
 * it takes its natural size; so only the three field types differ, and C's own struct rules do the rest.
 */
#ifndef SPIN_ABI_H
#define SPIN_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef SPIN_LAYOUT_SLOTS
#define ABI_U8 _Alignas(8) uint32_t
#define ABI_U16 _Alignas(8) uint32_t
#define ABI_U32 _Alignas(8) uint32_t
#define ABI_OFFSET(packed, slots) (slots)
#else
#define ABI_U8 uint8_t
#define ABI_U16 uint16_t
#define ABI_U32 uint32_t
#define ABI_OFFSET(packed, slots) (packed)
#endif

typedef struct {
    ABI_U32 ptr;
    ABI_U32 len;
} abi_list;

typedef struct {
    ABI_U8 tag;
    ABI_U32 ptr;
    ABI_U32 len;
} abi_option_list;

typedef struct {
    ABI_U16 status;
    abi_option_list headers;
    abi_option_list body;
} abi_response;

typedef struct {
    ABI_U8 tag;
    union {
        abi_response ok;
        ABI_U8 error;
    };
} abi_response_result;

typedef struct {
    ABI_U8 tag;
    ABI_U8 error;
} abi_unit_result;

typedef struct {
    ABI_U8 tag;
    union {
        abi_list ok;
        ABI_U8 error;
    };
} abi_list_result;

typedef struct {
    ABI_U8 tag;
    union {
        int64_t ok;
        ABI_U8 error;
    };
} abi_s64_result;

typedef struct {
    ABI_U8 tag;
    union {
        abi_list ok;
        struct {
            ABI_U8 kind;
            ABI_U32 ptr;
            ABI_U32 len;
        } error;
    };
} abi_config_result;

/* Elements of lists have one layout in both generations. */
typedef struct {
    uint8_t tag;
    _Alignas(8) union {
        int64_t number;
        struct {
            uint32_t ptr;
            uint32_t len;
        } bytes;
    };
} abi_redis_value;

#define ABI_AT(type, field, packed, slots) \
    _Static_assert(offsetof(type, field) == ABI_OFFSET(packed, slots), #type "." #field)
ABI_AT(abi_response, headers.tag, 4, 8);
ABI_AT(abi_response, headers.ptr, 8, 16);
ABI_AT(abi_response, headers.len, 12, 24);
ABI_AT(abi_response, body.tag, 16, 32);
ABI_AT(abi_response, body.ptr, 20, 40);
ABI_AT(abi_response, body.len, 24, 48);
ABI_AT(abi_response_result, ok.status, 4, 8);
ABI_AT(abi_response_result, ok.body.len, 28, 56);
ABI_AT(abi_response_result, error, 4, 8);
ABI_AT(abi_unit_result, error, 1, 8);
ABI_AT(abi_list_result, ok.ptr, 4, 8);
ABI_AT(abi_list_result, ok.len, 8, 16);
ABI_AT(abi_list_result, error, 4, 8);
ABI_AT(abi_s64_result, ok, 8, 8);
ABI_AT(abi_config_result, error.kind, 4, 8);
ABI_AT(abi_config_result, error.ptr, 8, 16);
ABI_AT(abi_config_result, error.len, 12, 24);
_Static_assert(sizeof(abi_redis_value) == 16, "abi_redis_value");

#endif
