variable "name" {
  description = "Name of the table."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.name))
    error_message = "The name must have 3 to 255 letters, digits, dots, hyphens and underscores."
  }
}

variable "hash_key" {
  description = "Attribute that spreads the items over partitions."

  type = object({
    name = string
    type = optional(string, "S")
  })

  validation {
    condition     = contains(["S", "N", "B"], var.hash_key.type)
    error_message = "The type must be S (string), N (number) or B (binary)."
  }
}

variable "range_key" {
  description = "Attribute that orders the items of a partition. None if absent."

  type = object({
    name = string
    type = optional(string, "S")
  })

  default = null

  validation {
    condition     = var.range_key == null ? true : var.range_key.name != var.hash_key.name
    error_message = "The range key must be another attribute than the hash key."
  }
}

variable "indexes" {
  description = "Global secondary indexes, by name."

  type = map(object({
    hash_key           = object({ name = string, type = optional(string, "S") })
    range_key          = optional(object({ name = string, type = optional(string, "S") }))
    projection         = optional(string, "ALL")
    non_key_attributes = optional(set(string), [])
  }))

  default = {}

  validation {
    condition     = alltrue([for index in values(var.indexes) : contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection)])
    error_message = "The projection must be ALL, KEYS_ONLY or INCLUDE."
  }

  validation {
    condition     = length(var.indexes) <= 20
    error_message = "A table may have at most 20 global secondary indexes."
  }
}

variable "capacity" {
  description = "Provisioned capacity in units. Pay per request if absent."

  type = object({
    read  = number
    write = number
  })

  default = null

  validation {
    condition     = var.capacity == null ? true : min(var.capacity.read, var.capacity.write) >= 1
    error_message = "Give at least one unit each."
  }
}

variable "ttl_attribute" {
  description = "Attribute with the time (in seconds since 1970) at which an item expires. Empty: items do not expire."
  type        = string
  default     = ""
  nullable    = false
}

variable "stream_view_type" {
  description = "What the change stream shows. No stream if absent."
  type        = string
  default     = null

  validation {
    condition     = var.stream_view_type == null || contains(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], coalesce(var.stream_view_type, "-"))
    error_message = "Choose KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES."
  }
}

variable "replica_regions" {
  description = "Other regions that hold a copy of the table. Copies need a stream of new and old images."
  type        = set(string)
  default     = []

  validation {
    condition     = length(var.replica_regions) == 0 || var.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "Set stream_view_type to NEW_AND_OLD_IMAGES to have replicas."
  }

  validation {
    condition     = alltrue([for region in var.replica_regions : startswith(region, "eu-")])
    error_message = "Customers' records stay in the European Union."
  }
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the table. Without one, DynamoDB's own key is used."
  type        = string
  default     = null
}

variable "point_in_time_recovery" {
  description = "Be able to restore any second of the last 35 days."
  type        = bool
  default     = true
}

variable "deletion_protection" {
  description = "Refuse to delete the table."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
