/** The smallest call that a new key can make. The key itself is never filled in here. */
export function TryIt() {
  return (
    <div className="try-it">
      <p>Try a key from your terminal. The answer says whom it acts for.</p>
      <code>
        curl -H &quot;x-api-key: <em>YOUR_KEY</em>&quot; {window.location.origin}/api/whoami
      </code>
    </div>
  );
}
