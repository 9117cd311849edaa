/**
 * The nonce of this page, without which the browser applies no style element (Content-Security-Policy). Empty where Vite serves the page.
 */
export function readStyleNonce(): string {
  const nonce = document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? ''
  // What keeps the page behind a dialog from scrolling reads it from here, as webpack provides it.
  Object.assign(globalThis, { __webpack_nonce__: nonce })
  return nonce
}
