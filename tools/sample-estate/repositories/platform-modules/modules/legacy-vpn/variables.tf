variable "name" {
  description = "Name of the connection."
  type        = string
}

variable "transit_gateway_id" {
  description = "Transit gateway that the connection ends in."
  type        = string
}

variable "peer_ip" {
  description = "Public address of the other side's router."
  type        = string

  validation {
    condition     = can(regex("^([0-9]{1,3}\\.){3}[0-9]{1,3}$", var.peer_ip))
    error_message = "This must be an IPv4 address."
  }
}

variable "peer_asn" {
  description = "BGP autonomous system number of the other side."
  type        = number
  default     = 65000

  validation {
    condition     = var.peer_asn >= 64512 && var.peer_asn <= 65534
    error_message = "Give a private number: 64512 to 65534."
  }
}

variable "tags" {
  description = "Tags for every resource."
  type        = map(string)
  default     = {}
  nullable    = false
}
