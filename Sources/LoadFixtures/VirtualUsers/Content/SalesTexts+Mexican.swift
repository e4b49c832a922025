extension SalesTexts {
  /// As written in Mexico.
  static let mexican = SalesTexts(
    greeting: """
      Hola, [buenas tardes|buenos días|buenas noches|muy buenas]. [Soy|Me llamo|Mi nombre es] \(.name) y [me
        interesa|quisiera|me gustaría] saber más de lo que [ofrecen|hacen|manejan].
      ¡Qué tal! Me [platicaron|hablaron muy bien|contaron] de ustedes y [quiero|me gustaría|ando buscando
        cómo|necesito] \(.goal).
      [Buen día|Hola|Buenas tardes|Hola, buen día], me llamo \(.name), tengo \(.age) años y
        [busco|quiero|quisiera|necesito] \(.goal).
      Hola, vi su [anuncio|página|publicación|video] en [el celular|internet|una búsqueda|mis redes]. ¿Me [puede
        dar|podría dar|pasa] [informes|información|más datos], por favor?
      Buenas noches, disculpe [la hora|que escriba a esta hora|que escriba tan tarde|la molestia]. ¿Con quién tengo el
        gusto[| de hablar| de platicar| de escribirme]?
      Hola, ¿cómo está[|n| usted]? Trabajo como \(.occupation) y [ando buscando|busco|me recomendaron buscar|necesito]
        [ayuda|apoyo|orientación|alguna guía] para \(.goal).
      Qué tal, soy \(.name). En [la oficina|mi trabajo|el gimnasio|la familia|el club] me [recomendaron hablar
        con|hablaron de|platicaron de|sugirieron escribirles a] ustedes.
      [Buenas|Hola|Qué tal], [ahorita|ahora|en este momento] tengo [unos minutos|un rato|diez minutos|un ratito].
        ¿Podemos platicar? Mi [meta|idea|intención] es \(.goal).
      Hola, mucho gusto. Me [late|gusta|atrae] la idea de cuidarme más y [necesito|busco|me vendría bien]
        [orientación|una guía|que alguien me oriente].
      Buen día. [Llené|Acabo de llenar|Ayer llené|Hace rato llené] el formulario de su página y me [pidieron|invitaron
        a|sugirieron] escribir por [aquí|este medio|este chat]. Soy \(.name).
      Hola, soy \(.occupation) y [traigo|llevo|tengo] un ritmo muy [pesado|acelerado|cargado]. [Me
        gustaría|Quisiera|Quiero|Necesito] \(.goal).
      ¿De qué [se trata|va|trata] el programa que [anuncian|ofrecen|tienen]? Soy \(.name) y quiero [entenderle
        bien|entender bien cómo es|saber más].
      """,
    exploration: """
      Mi meta [principal|más importante|número uno] es \(.goal), aunque también [quiero|me gustaría|busco|me importa]
        \(.secondGoal).
      Como \(.occupation) paso [muchas horas|ocho horas|casi todo el día|la jornada entera] frente a la computadora y
        [al final del día|en la noche|al salir|cuando llego a casa] [ya no doy una|ya no tengo pila|me duele todo].
      Duermo como [cinco|seis|cuatro|siete] horas y me levanto con [cansancio|sueño|dolor de cabeza|la mente nublada].
        ¿Su programa [ve|trata|atiende|considera] esos temas?
      Ya intenté [dietas y gimnasio|retos de internet|correr y comer mejor|varias dietas] por mi cuenta y no me duró [el
        gusto|ni un mes|el ánimo|la constancia]. ¿Qué tiene de [distinto|diferente|especial] su método?
      Tengo \(.age) años y [siento|noto|me doy cuenta de] que el cuerpo ya no [me responde igual|aguanta lo mismo|se
        recupera igual|rinde lo mismo] que [antes|hace unos años|a los veinte].
      [Lo que más me urge|Lo que más me importa|Lo primero para mí|Mi prioridad] es \(.goal). ¿[Por dónde|Con qué|Cómo]
        se [empieza|comienza|arranca]?
      Entre semana casi no [me da tiempo|tengo ganas|encuentro el momento] de cocinar y termino comiendo [lo que haya en
        la calle|cualquier cosa|en un puesto|lo primero que encuentro][|, y ya se nota|, y el cuerpo lo resiente].
      Mi [doctor|doctora|cardiólogo|médico] me [dijo que cambiara|pidió que cambiara|insistió en que cambiara] de
        hábitos. ¿Ustedes arman un plan según [los estudios que uno trae|lo que diga el médico|los análisis de cada
        quien|el historial de cada quien]?
      [Quisiera|Me gustaría|Quiero] \(.goal), pero con [mi horario|mi trabajo|mis viajes|este ritmo] no sé qué tan
        [realista|posible|fácil] sea. ¿Cómo funciona lo de ustedes?
      El ritmo que [traigo|llevo|tengo] me está [pegando|afectando|pesando] hasta en [la familia|el ánimo|el humor|los
        fines de semana], por eso busco algo [en serio|constante|que funcione|que dure].
      Hago [algo de ejercicio|un poco de bicicleta|caminatas|algo de deporte] los fines de semana, nada
        [formal|serio|constante]. ¿Habría un coach que me [vaya guiando|acompañe|corrija|ponga tareas]?
      Me [importa|interesa|ilusiona] [sobre todo|más que nada|especialmente] \(.secondGoal). ¿El programa
        [sirve|funciona|está pensado|ayuda] para eso también?
      """,
    presentation: """
      [Suena bien|Se oye bien|Me gusta cómo suena|Interesante]. ¿Qué incluye [exactamente|en concreto|de entrada|paso a
        paso] el programa[| y qué no| y qué va por separado]?
      ¿Cuántas sesiones son [al mes|por semana|en total|en el primer mes] y cuánto [duran|dura cada una|tiempo toma cada
        una][|, más o menos|, en promedio]?
      ¿Y todo es por [la app|la app y mensajes|medio de la app] o también hay [llamadas|videollamadas|citas|reuniones]
        con [una persona|un especialista|alguien del equipo|un nutriólogo]?
      ¿[Qué precio tiene|Cuánto cuesta|Qué costo tiene] el programa [completo|entero|básico|con todo incluido][|, por
        favor|, si se puede saber| a la fecha]?
      ¿Cuánto cuesta [al mes|por trimestre|al año|cada mes] para alguien que [quiere|busca|necesita|intenta] \(.goal)?
      ¿En cuánto tiempo se [empiezan a notar|notan|ven] los [cambios|resultados|avances][| si uno cumple| en general| en
        un caso como el mío| con constancia]?
      ¿Me pueden [adaptar|ajustar|mover] el plan si [viajo seguido|cambio de turno|salgo mucho|tengo guardias] por [mi
        trabajo|la empresa|cuestiones de trabajo]?
      ¿Quién está detrás[| de todo esto| de las respuestas]? ¿Son [médicos, nutriólogos|doctores,
        entrenadores|psicólogos, médicos|especialistas, entrenadores] o [pura|solo|solamente] inteligencia artificial?
      ¿Tienen casos de [gente|alguna persona|una persona] de [más o menos|unos|alrededor de] \(.age) años a la que le
        haya [servido|funcionado|cambiado la vida|gustado]?
      Me gusta la idea de medir los [avances|pasos|cambios|progresos], aunque tengo una duda: ¿con qué [reloj o
        báscula|reloj|pulsera|báscula] se [conecta|enlaza|sincroniza]?
      ¿[Cuál es el costo|Qué costo manejan|De cuánto es el costo] y qué diferencia hay entre [un nivel y otro|el nivel
        básico y el alto|los niveles|las opciones][| que manejan| en la práctica| en tiempo y atención]?
      ¿Y si en [dos|tres|cuatro|seis] meses no [logro|consigo|alcanzo a] \(.goal), hay [alguna garantía|garantía|algún
        tipo de garantía]?
      """,
    objectionHandling: """
      La verdad [se me hace|me parece|lo siento] un poco caro. ¿No [manejan|tienen|hay] algún descuento[| para nuevos
        clientes| por pronto pago| de temporada| si me decido hoy]?
      Con mi chamba de \(.occupation) casi no me [queda|sobra] tiempo libre. ¿Cuántos minutos [al día|diarios|cada día]
        [necesito|hay que dedicarle|se requieren|me pide esto]?
      No me convence [mucho|del todo|tanto] que me [atienda|oriente|acompañe|aconseje] una inteligencia artificial. ¿Y
        si [no me entiende|se equivoca|me da un mal consejo|no capta lo que necesito]?
      Lo [tendría que consultar|debo platicar|quiero comentar|tengo que ver] con mi pareja antes de [decidir|dar el
        sí|comprometerme], porque los gastos [los vemos|los decidimos|se revisan] entre los dos.
      Ya me ha [pasado|tocado|sucedido] que pago cosas así y a [las dos semanas|la tercera semana|los pocos días|los dos
        meses] las dejo. ¿Qué me garantiza que aquí [no|será distinto|sí voy a seguir|no pasa lo mismo]?
      ¿Y si no [veo|noto|tengo] resultados? ¿Me [devuelven|regresan|reembolsan] mi dinero o [ya ni modo|lo pierdo|qué
        procede|cómo le hacemos]?
      Un entrenador [del gimnasio|de mi colonia|conocido|particular] me cobra menos. ¿Por qué me [convendría más|saldría
        mejor|serviría más] contratar con ustedes[|, dígame| y no con él| siendo todo a distancia]?
      Me preocupa qué hacen con mis [datos de salud|datos médicos|análisis|datos personales]. ¿Quién los [puede
        ver|consulta|guarda|revisa][| y por cuánto tiempo| además de ustedes|, si se puede saber]?
      A mis \(.age) años no sé si [todavía pueda|aún logre|alcance a] \(.goal). ¿No será [muy tarde|demasiado
        pedir|esperar mucho|una ilusión]?
      [Ahorita|Este mes|Por ahora|En esta quincena] traigo [otros gastos|varios gastos|gastos de la escuela|gastos del
        coche]. ¿Se puede pagar en [mensualidades|varias mensualidades|mensualidades más chicas]?
      Tengo una lesión [vieja|antigua|de hace años] en [la rodilla|el hombro|el tobillo|la espalda]. ¿El plan la [toma
        en cuenta|considera|contempla] o me voy a lastimar[| más| otra vez]?
      Déjeme pensarlo [unos días|el fin de semana|esta semana|hasta el lunes]. ¿La promoción [sigue|se
        mantiene|continúa|estará vigente] [la próxima semana|a fin de mes|para entonces|unos días más]?
      """,
    negotiation: """
      ¿Me [lo puede dejar en menos|puede mejorar el precio|hace una rebaja] si pago [el año completo|todo el semestre|de
        contado|tres meses juntos][|, digamos|, ahora mismo| esta semana]?
      ¿Manejan [meses sin intereses|tres meses sin intereses|pagos diferidos|seis meses sin intereses] con tarjeta de
        [crédito|débito o crédito|cualquier banco][|, o solo de contado|, o cómo le hacen]?
      Si entramos [mi pareja y yo|mi hermana y yo|dos de la oficina|mi mamá y yo], ¿nos hacen [precio|un mejor
        precio|alguna rebaja][|, aunque sea poco| desde el primer mes| en la cuota]?
      ¿Qué tal si [empiezo|entro|arranco] con el nivel [básico|más sencillo|de entrada] y luego [subo|cambio|paso al
        siguiente|lo amplío][| según me vaya| en unos meses| si me gusta]?
      Tengo un tope [mensual|de gasto|fijo al mes] del que no me puedo [pasar|salir|mover]. ¿Qué opción [me queda|hay
        para mí|me conviene|entra ahí]?
      [Trabajo como|Soy] \(.occupation). Si mi empresa [cubre|absorbe|aporta] una parte, ¿le pueden dar factura[| a su
        nombre| cada mes| con sus datos| desde el inicio]?
      ¿[Hay|Ofrecen|Manejan] [una semana|un par de semanas|unos días|un mes] de prueba antes de
        [comprometerme|firmar|decidir|dar el paso]?
      Si en [el primer mes|los primeros dos meses|seis semanas|el primer trimestre] no avanzo con lo de \(.goal), ¿puedo
        [cancelar|salirme|darme de baja] sin [penalización|cargos|multa]?
      [Vi|Noté|Me dijeron] que otra página [daba|ofrecía|anunciaba] la primera mensualidad a mitad de precio. ¿Lo
        [igualan|mejoran|pueden igualar|toman en cuenta]?
      ¿Me [respeta|sostiene|guarda|mantiene] el precio de hoy si le confirmo [el viernes|mañana|el lunes|pasando la
        quincena|a fin de mes][|, sin falta|, en cuanto lo hable en casa]?
      Si [recomiendo|traigo|invito] a [dos colegas|un par de amigas|mi hermano|tres conocidos], ¿hay algún
        [beneficio|incentivo|premio|detalle][| para mí| para todos| en la cuota]?
      ¿Y si quito [las llamadas semanales|las videollamadas|la parte de nutrición|los extras] y me quedo [solo|nada
        más|únicamente] con el plan y la app, en cuánto [sale|queda|baja]?
      """,
    closing: """
      [Sale|Va|Órale|Está bien], ya me [animé|decidí|convencí]. ¿Cómo me inscribo[|, por favor| desde el celular| hoy
        mismo]?
      [Va|Sale|Perfecto], quiero empezar [este lunes|mañana mismo|el primero del mes|la próxima semana]. ¿Qué
        [datos|documentos|información] necesita[| de mí| para eso| primero]?
      ¿Puedo pagar con tarjeta de [débito|crédito|nómina|la empresa] o prefieren [transferencia|depósito|transferencia
        bancaria][|, lo que sea más rápido|, a mí me da igual|, usted dígame]?
      [Perfecto|Muy bien|De acuerdo|Excelente], ¿me [manda|pasa|envía|comparte] la liga de pago[, por favor| a mi
        correo| por aquí|]?
      ¿[Cuándo|Qué día|En qué fecha] sería mi primera sesión[| si me inscribo hoy| si pago hoy][| y con quién| y a qué
        hora|, más o menos]?
      ¿Me [llega|mandan|envían] [un correo de confirmación|un comprobante|algún aviso|un folio] después del pago[|, o
        dónde lo veo|, o lo imprimo yo|, para mi archivo]?
      [Necesito|Ocupo|Voy a necesitar] factura a nombre de [mi empresa|mi negocio|la compañía|mi despacho]. ¿Se puede[|
        este mes| con la misma fecha| desde el primer pago]?
      [Listo|Bueno|Muy bien], [me decido por|me quedo con|voy por] el plan que me [recomendó|explicó|propuso] para
        \(.goal).
      ¿[En cuánto tiempo|Cuándo|Qué tan rápido] me [dan|mandan|activan|habilitan] el acceso a la app[| una vez que pago|
        ya con el pago hecho| y a qué correo llega]?
      Antes de pagar, [confírmeme|dígame|recuérdeme|mándeme] el total con [impuestos|todo incluido|IVA|cargos], por
        favor[|, para no equivocarme|, y lo hago hoy].
      Ya lo [hablé|platiqué|acordé] con mi familia y [todos de acuerdo|nadie puso peros|me apoyan|les gustó la idea].
        ¿Qué [sigue|hago|falta] para darme de alta?
      [Apúnteme entonces|Entonces apúnteme|Cuente conmigo|Inscríbame de una vez]. ¿La bienvenida es por
        [llamada|videollamada|correo] o por [mensaje|chat|aquí]?
      """,
    followUp: """
      Ya me [llegó|activaron|mandaron] el acceso, [todo en orden|sin contratiempos|funcionó a la primera|muy rápido][|,
        se agradece|, gracias por eso|, qué eficiencia].
      ¿[Cada cuándo|Con qué frecuencia|Qué días] me dan seguimiento [los coaches|ustedes|los especialistas|los del
        equipo][| en el primer mes| y por qué medio| al principio]?
      ¿Qué [llevo|tengo|dejo] preparado para la [primera sesión|próxima sesión|sesión de bienvenida][|, además de mis
        estudios|, aparte de las ganas|, por si acaso]?
      ¿Me pueden [mandar|poner|programar|enviar] un recordatorio [un día antes|una hora antes|la noche anterior|el mismo
        día][| por correo| al celular| por mensaje]?
      Si se me [complica|llena|mueve] la agenda por [el trabajo|un viaje|la familia|una junta], ¿cómo
        [cambio|muevo|reagendo] la cita[|, sin perderla]?
      Llevo [pocos días|una semana|diez días|apenas tres días] y ya [siento|noto|veo] [diferencia|un cambio|mejoría] en
        lo de \(.goal).
      ¿Le puedo pasar su contacto a [alguien de mi familia|una amiga|mi hermano|un colega|mi jefa] que también
        [quiere|busca|necesita] \(.secondGoal)?
      Todavía no [encuentro|veo|me llega|localizo] el correo con los primeros pasos. ¿Me lo [reenvía|manda otra
        vez|vuelve a enviar][|, por favor| hoy| a la misma dirección]?
      ¿A qué número [marco|llamo|escribo] si tengo un [problema|tropiezo|contratiempo] con la app[| en la noche| en fin
        de semana| fuera de horario]?
      [Todo claro|Todo entendido|Muy claro|Quedó claro]. Nos vemos en la sesión[| del lunes| de esta semana|, ahí
        estaré| y llego puntual].
      Por mi parte eso es todo [por hoy|por ahora|de momento|esta vez][|, mañana sigo|, ya tengo tarea|, lo demás lo veo
        en casa].
      ¿Cuándo [reviso|veo|comparo] mis avances con el equipo? [Ya tengo ganas|Tengo curiosidad|Me dan ganas] de [ver los
        números|saber cómo voy|ver la gráfica|comparar].
      """,
    completed: """
      [Muchas gracias|Mil gracias|Gracias] por [todo|la atención|la ayuda|su tiempo], hasta luego[| y buen día|, un
        gusto|, y suerte].
      [Fue|Ha sido] un gusto [platicar|hablar|conversar] con usted, que tenga [bonito día|buena tarde|buena noche|bonita
        semana].
      [Perfecto|Muy bien|De acuerdo], [quedamos así|así lo dejamos|en eso quedamos]. ¡Nos vemos[| pronto| luego| la otra
        semana]!
      Gracias por [la paciencia|la orientación|los consejos|el tiempo]. Hasta pronto[|, cuídese mucho|, un saludo|, y
        felicidades por su trabajo].
      [Listo|Bueno|Ya está], ya no tengo más [preguntas|inquietudes|pendientes]. [Buen día|Buena tarde|Buena noche|Que
        le vaya bien].
      [Sale|Órale|Muy bien|Va], le agradezco [mucho|de verdad|bastante] [la atención|su tiempo|la ayuda|la paciencia].
      Ya quedó [todo|todo claro|lo que me faltaba|resuelto]. Que [esté muy bien|le vaya muy bien|tenga buen
        día|descanse][|, un saludo|, gracias].
      Soy \(.name), [nada más|solo|únicamente] [para despedirme|para dar las gracias|para cerrar la plática]. Hasta [la
        próxima|luego|pronto|otra ocasión].
      [Eso sería todo|Sería todo|Eso fue todo|Con eso termino] de mi parte. Le agradezco [su tiempo|la plática|la
        orientación|su paciencia].
      Me [quedo|voy] con [muy buena impresión|una gran impresión|ganas de empezar|las ideas claras]. Hasta luego[| y
        gracias|, buen día|, un abrazo].
      Adiós, me [ayudó|sirvió] [mucho|bastante|muchísimo] [a|para] [ver|entender|aclarar] cómo [puedo|podría|voy a]
        \(.goal).
      [Órale|Sale|Perfecto|Muy bien], quedo [al tanto|al pendiente|en contacto]. Cualquier cosa [les|le]
        [escribo|aviso|llamo|mando mensaje].
      """,
    courtesies: ["Gracias.", "Muchas gracias.", "Quedo al pendiente.", "Se lo agradezco mucho."],
    longOpening:
      """
      Hola, soy \(.name), tengo \(.age) años. Antes de [decidirme|dar el paso|inscribirme] traigo \
      [varias|muchas|algunas] preguntas y prefiero hacerlas todas [de una vez|juntas|en un solo mensaje].
      """,
    questions: """
      ¿Cuánto cuesta al mes el programa [completo|entero] y qué pasa con el precio si [después|luego|más adelante]
        cambio de nivel?
      ¿Cuántos minutos al día [necesito|hay que dedicarle], [tomando en cuenta|considerando] que trabajo como
        \(.occupation)?
      ¿La inteligencia artificial decide [sola|por su cuenta] o hay un coach de carne y hueso que [revisa|mira|sigue] mi
        caso?
      ¿Qué hacen con mis datos [de salud|médicos] y quién los puede [consultar|ver|pedir]?
      ¿En cuántas semanas se notan los [cambios|avances] si lo que [quiero|busco] es \(.goal)?
      ¿También me ayudan a \(.secondGoal) o eso se contrata [por separado|aparte]?
      ¿Se puede pagar a meses sin intereses y dan factura con todos los [requisitos|datos]?
      Si me [lastimo o me enfermo|enfermo o me opero] a medio programa, ¿se [congela|detiene|suspende] la mensualidad?
      ¿Mi pareja se puede sumar con un descuento o necesita [su propia cuenta|una cuenta aparte]?
      ¿Tienen resultados [comprobados|medidos|publicados] con personas de más o menos mi edad?
      ¿El plan de comidas se adapta a lo que se [consigue|vende|encuentra] en el mercado de mi [colonia|barrio|pueblo]?
      ¿Con qué relojes y básculas se conecta la app, y funciona si traigo un celular [viejito|de hace años|con poca
        memoria]?
      ¿Cómo cancelo si no me [convence|gusta|funciona], y me regresan lo que no usé?
      ¿Las sesiones son en vivo o grabadas, y en qué horario de la [Ciudad de México|zona centro]?
      ¿Qué estudios de laboratorio me piden antes de empezar y quién los [interpreta|revisa|lee]?
      ¿En qué se diferencian de un gimnasio con entrenador o de ir a consulta por mi [cuenta|lado]?
      """,
    longClosing: "Perdón por [tanta pregunta|tantas preguntas|el mensaje tan largo], pero quiero decidir con calma.",
    asides: .mexican)
}
