// For a merchant's own page: a session's page in a frame.
//   Paydesk.mount({ clientSecret, element: '#checkout', onComplete: ({ session }) => … })
(() => {
  const home = new URL(document.currentScript.src).origin;

  function mount({ clientSecret, element, onComplete }) {
    const [id, token] = String(clientSecret).split('_secret_');
    const place = typeof element === 'string' ? document.querySelector(element) : element;
    if (!id || !token) throw new Error('Paydesk: clientSecret must be the client_secret of a session.');
    if (!place) throw new Error('Paydesk: there is no element to mount in.');
    const frame = document.createElement('iframe');
    frame.src = `${home}/c/pay/${encodeURIComponent(id)}/${encodeURIComponent(token)}`;
    frame.title = 'Checkout';
    frame.style.cssText = 'border:0;display:block;width:100%;height:600px;color-scheme:normal';

    const hear = ({ origin, source, data }) => {
      if (origin !== home || source !== frame.contentWindow) return;
      if (data?.kind === 'height' && data.height > 0) frame.style.height = `${data.height}px`;
      if (data?.kind !== 'complete') return;
      if (onComplete) onComplete({ session: data.session });
      else if (data.url) window.location.assign(data.url);
    };
    // Each page in the frame is told anew whom it may talk to.
    frame.addEventListener('load', () => frame.contentWindow?.postMessage({ paydesk: 'hello' }, home));
    window.addEventListener('message', hear);
    place.replaceChildren(frame);
    return {
      destroy() {
        window.removeEventListener('message', hear);
        frame.remove();
      },
    };
  }

  window.Paydesk = Object.freeze({ mount });
})();
