; What a body may not do, as tree-sitter queries. Each capture is the id of a rule; the comment lines
; above it give the message and the examples that are its tests (`|` stands for a line break).

; rule: no-import
; message: imports belong to the frame
; bad: import os|return 1
; good: return 1
(import_statement) @no-import
(import_from_statement) @no-import
(future_import_statement) @no-import

; rule: no-definition
; message: only the body is asked for, without functions or classes inside
; bad: def helper():|    return 1|return helper()
; good: return max(1, 2)
(function_definition) @no-definition
(class_definition) @no-definition

; rule: no-outer-name
; message: a body has no names outside itself
; bad: global total|total = 1|return total
; good: total = 1|return total
(global_statement) @no-outer-name
(nonlocal_statement) @no-outer-name

; rule: no-dunder
; message: names between double underscores lead out of the contract
; bad: return order.__class__
; bad: return __name__
; bad: return "__class__"
; good: return order.total
((identifier) @no-dunder (#match? @no-dunder "^__"))
((string) @no-dunder (#match? @no-dunder "__[A-Za-z]+__"))

; rule: plain-letters
; message: names are written in plain letters, others only look like them
; bad: ｏrder = order|return order.total
; good: return order.total
((identifier) @plain-letters (#match? @plain-letters "[^A-Za-z0-9_]"))

; rule: no-private
; message: a leading underscore marks what is not for use
; bad: return order._state
; good: return [amount for _, amount in pairs]
(attribute attribute: (identifier) @no-private (#match? @no-private "^_"))

; rule: no-float
; message: numbers with a point are written Decimal("0.05"), a float is never exact
; bad: return total * 0.05
; good: return total * Decimal("0.05")
(float) @no-float

; rule: no-decimal-of-float
; message: Decimal is made from text or whole numbers
; bad: return Decimal(minutes / 60)
; good: return Decimal(minutes) / 60
((call function: (identifier) @called arguments: (argument_list . (binary_operator operator: "/") .)) @no-decimal-of-float
 (#eq? @called "Decimal"))

; rule: no-assert
; message: a body gives a result, it does not stop the program
; bad: assert order.lines|return 1
; bad: raise ValueError("empty")
; good: return None
(assert_statement) @no-assert
(raise_statement) @no-assert

; rule: no-silent-except
; message: name the error that is expected, a bare except hides every other one
; bad: try:|    return int(code)|except:|    return 0
; good: try:|    return int(code)|except ValueError:|    return 0
((except_clause . "except" . ":") @no-silent-except)
((except_clause (identifier) @kind) @no-silent-except (#any-of? @kind "Exception" "BaseException"))

; rule: no-change-of-arguments
; message: a body does not change what it was given
; bad: order.total = 5|return order.total
; bad: order.lines.sort()|return 1
; bad: order.lines += [line]|return 1
; bad: del order.lines[0]|return 1
; good: lines = sorted(order.lines)|return lines
; good: result = []|result.append(1)|return result
(assignment left: (attribute) @no-change-of-arguments)
(assignment left: (subscript value: (attribute)) @no-change-of-arguments)
(assignment left: (pattern_list (attribute) @no-change-of-arguments))
(augmented_assignment left: (attribute) @no-change-of-arguments)
(augmented_assignment left: (subscript value: (attribute)) @no-change-of-arguments)
(delete_statement) @no-change-of-arguments
((call function: (attribute object: (attribute) attribute: (identifier) @changing)) @no-change-of-arguments
 (#any-of? @changing "append" "clear" "discard" "extend" "insert" "pop" "popitem" "remove" "reverse" "setdefault" "sort" "update"))

; rule: no-clock
; message: what day it is comes in as a parameter, so that the same question has the same answer
; bad: return date.today()
; bad: return datetime.now()
; good: return today + timedelta(days=1)
((call function: (attribute attribute: (identifier) @asked)) @no-clock
 (#any-of? @asked "today" "now" "utcnow"))

; rule: no-generator
; message: a body returns one result, it does not wait and does not yield
; bad: yield 1
; bad: return await order
; good: return [1]
(yield) @no-generator
(await) @no-generator

; rule: no-format-method
; message: an f-string says the same and cannot reach into its arguments
; bad: return "{0}".format(order)
; good: return f"{order.total}"
((call function: (attribute attribute: (identifier) @formatting)) @no-format-method
 (#any-of? @formatting "format" "format_map"))

; rule: no-bare-text
; message: the docstring belongs to the frame; write a comment with #
; bad: "Sum the lines."|return 1
; good: # Sum the lines.|return 1
(expression_statement (string)) @no-bare-text
(expression_statement (concatenated_string)) @no-bare-text

; rule: no-repr
; message: !r, !a and = show how a value is kept, which is another in the service; write the value itself
; bad: return f"{name!r}"
; bad: return f"{name=}"
; bad: return "%r" % name
; good: return f"{name} = {amount:.2f}"
; good: return "50%" + name
(interpolation (type_conversion) @no-repr)
(interpolation "=" @no-repr)
((binary_operator left: (string) @no-repr operator: "%") (#match? @no-repr "%[-#0-9. ]*[ra]"))
