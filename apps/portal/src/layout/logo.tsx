/** The ground plan of a house: the product's mark. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#1f4788" />
      <g fill="none" stroke="#fff" strokeWidth="2.2" strokeLinecap="square">
        <path d="M8 8h16v16H8z" />
        <path d="M8 16h5M18 16h6M18 8v4M18 16v8" />
      </g>
    </svg>
  )
}
