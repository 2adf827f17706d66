import { Link } from "wouter";
import { Logo } from "../frame/logo.tsx";
import { useTitle } from "../frame/use-title.ts";

export function NotFoundPage() {
  useTitle("Not found");
  return (
    <div className="narrow">
      <header>
        <Logo />
      </header>
      <main>
        <h1>There is nothing here</h1>
        <p>
          The address may be mistyped. <Link href="/">Go to your API keys</Link>
        </p>
      </main>
    </div>
  );
}
