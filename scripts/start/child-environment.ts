/** What any program needs of its surroundings, and the ways out of a company network. Nothing here is a secret of ours. */
const passedOn = [
  ...['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_USE_ENV_PROXY'],
  ...['SystemRoot', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
];

/** The environment of a program that we start: its surroundings, and the settings it needs. Everything else stays with us. */
export function childEnvironment(settings: Record<string, string> = {}): Record<string, string> {
  const surroundings = passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(surroundings), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...settings };
}
