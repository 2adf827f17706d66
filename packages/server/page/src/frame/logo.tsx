import { Link } from "wouter";

export function Logo() {
  return (
    <Link href="/" className="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" />
        <path d="M20 6.5a6.5 6.5 0 0 0-6.1 8.700L6.5 22.600V26H11v-2.800h2.800v-2.800h2.500l1-1A6.5 6.5 0 1 0 20 6.500zm1.4 4.100a1.9 1.9 0 1 1 0 3.8 1.9 1.9 0 0 1 0-3.800z" />
      </svg>
      Latchkey
    </Link>
  );
}
