variable "zone_id" {
  description = "Hosted zone of the records."
  type        = string

  validation {
    condition     = can(regex("^Z[A-Z0-9]{1,31}$", var.zone_id))
    error_message = "The id of a hosted zone starts with Z."
  }
}

variable "records" {
  description = "Plain records, by name relative to the zone; @ is the zone itself."

  type = map(object({
    type   = string
    ttl    = optional(number, 300)
    values = list(string)
  }))

  default = {}

  validation {
    condition     = alltrue([for record in values(var.records) : contains(["A", "AAAA", "CNAME", "MX", "TXT", "CAA"], record.type)])
    error_message = "The type must be A, AAAA, CNAME, MX, TXT or CAA."
  }

  validation {
    condition     = alltrue([for name, record in var.records : !(name == "@" && record.type == "CNAME")])
    error_message = "The zone itself cannot be a CNAME: use an alias."
  }
}

variable "aliases" {
  description = "Names of AWS resources such as load balancers, by name relative to the zone."

  type = map(object({
    dns_name      = string
    zone_id       = string
    check_health  = optional(bool, true)
    address_kinds = optional(set(string), ["A"])
  }))

  default = {}

  validation {
    condition     = alltrue([for alias in values(var.aliases) : length(setsubtract(alias.address_kinds, ["A", "AAAA"])) == 0])
    error_message = "The kinds of addresses are A and AAAA."
  }
}
