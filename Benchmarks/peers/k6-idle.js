// One GET, then nothing: what a connected user costs that waits.
import http from 'k6/http';
import { sleep } from 'k6';

export const options = { gracefulStop: '0s' };

export default function () {
  http.get(__ENV.URL);
  sleep(600);
}

export function handleSummary(data) {
  return { stdout: JSON.stringify(data) };
}
