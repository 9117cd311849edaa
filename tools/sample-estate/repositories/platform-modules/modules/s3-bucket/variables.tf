variable "bucket" {
  description = "Name of the bucket. Names are unique in the whole of AWS: start with northbank-."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "The name must have 3 to 63 lower-case letters, digits, dots and hyphens."
  }

  validation {
    condition     = !can(regex("\\.\\.|^xn--|-s3alias$", var.bucket))
    error_message = "The name has a part that S3 refuses."
  }
}

variable "versioning" {
  description = "Keep earlier versions of objects."
  type        = bool
  default     = true
  nullable    = false
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the objects. Without one, S3's own key (SSE-S3) is used."
  type        = string
  default     = null
}

variable "force_destroy" {
  description = "Delete the bucket even if it still has objects. For throw-away environments only."
  type        = bool
  default     = false
}

variable "lifecycle_rules" {
  description = "When objects move to cheaper storage and when they go."

  type = list(object({
    id      = string
    prefix  = optional(string, "") # empty: every object
    enabled = optional(bool, true)

    # in the order in which they happen
    transitions = optional(list(object({
      days          = number
      storage_class = string
    })), [])

    expiration_days            = optional(number)
    noncurrent_expiration_days = optional(number, 90) /* versions that were replaced */
  }))

  default = []

  validation {
    condition     = length(distinct(var.lifecycle_rules[*].id)) == length(var.lifecycle_rules)
    error_message = "Each lifecycle rule needs an id of its own."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for transition in rule.transitions :
        contains(["STANDARD_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], transition.storage_class)
      ]
    ]))
    error_message = "The storage class of a transition must be STANDARD_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }
}

variable "cors_rules" {
  description = "Origins that may read the bucket from a browser."

  type = list(object({
    allowed_origins = list(string)
    allowed_methods = optional(set(string), ["GET", "HEAD"])
    allowed_headers = optional(list(string), [])
    max_age_seconds = optional(number, 3600)
  }))

  default = []

  validation {
    condition     = alltrue([for rule in var.cors_rules : !contains(rule.allowed_origins, "*")])
    error_message = "Name the origins: a star would let every site read the bucket."
  }
}

variable "access_log" {
  description = "Where S3 writes the access log. Without it there is none."

  type = object({
    bucket = string
    prefix = optional(string, "s3/")
  })

  default = null
}

variable "read_only_role_arns" {
  description = "ARNs of the roles of other accounts that may read the bucket."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.read_only_role_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/", arn))])
    error_message = "Every reader must be the ARN of an IAM role."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
