const NAMES = `__CALLER__ __DIR__ __ENV__ __STACKTRACE__ __aliases__ __block__ abs alias alias! and apply
binary_part binary_slice binding bit_size byte_size case ceil cond dbg def defdelegate defexception defguard
defguardp defimpl defmacro defmacrop defmodule defoverridable defp defprotocol defstruct destructure div elem
exit floor fn for function_exported? get_and_update_in get_in hd if import in inspect is_atom is_binary
is_bitstring is_boolean is_exception is_float is_function is_integer is_list is_map is_map_key is_nil
is_non_struct_map is_number is_pid is_port is_reference is_struct is_tuple length macro_exported? make_ref
map_size match? max min node not or pop_in put_elem put_in quote raise receive rem require reraise round self
send sigil_C sigil_D sigil_N sigil_R sigil_S sigil_T sigil_U sigil_W sigil_c sigil_r sigil_s sigil_w spawn
spawn_link spawn_monitor struct struct! super tap then throw tl to_charlist to_string to_timeout trunc try
tuple_size unless unquote unquote_splicing update_in use var! with`;

/** Names that `Kernel` and `Kernel.SpecialForms` give to every module. */
export const KERNEL: ReadonlySet<string> = new Set(NAMES.split(/\s+/));

/** The forms that define a function, a macro or a guard. */
export const DEFINERS: ReadonlySet<string> = new Set([
  'def',
  'defp',
  'defmacro',
  'defmacrop',
  'defdelegate',
  'defguard',
  'defguardp',
]);
