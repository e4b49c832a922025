extension SalesTexts {
  /// As written in Spain.
  static let castilian = SalesTexts(
    greeting: """
      Hola, [buenas|buenos días|buenas tardes|muy buenas]. [Me llamo|Soy|Mi nombre es] \(.name) y [querría|me gustaría
        tener|necesito] información sobre lo que [ofrecéis|hacéis|tenéis].
      [Buenos días|Hola|Buenas tardes], os he [encontrado|visto|descubierto] [por internet|en un artículo|en un
        vídeo|por casualidad]. [Quiero|Me gustaría|Necesito] \(.goal).
      Hola, soy \(.name), tengo \(.age) años y [busco|ando buscando|quiero encontrar] [la manera|el modo|alguna forma]
        de \(.goal).
      [Buenas tardes|Hola|Buenas], he visto vuestro [anuncio|perfil|vídeo|folleto] en [el móvil|internet|una
        búsqueda|las redes]. ¿Me [contáis|explicáis|informáis] un poco?
      Hola[|, muy buenas|, buenos días|, buenas tardes], ¿hablo con una persona o con un [asistente|robot|sistema
        automático]?
      Buenas, trabajo como \(.occupation) y [necesito|busco cómo|quiero|me hace falta] \(.goal).
      ¿Qué tal? Soy \(.name). Me ha [pasado vuestro contacto|hablado de vosotros|recomendado escribiros] alguien [del
        trabajo|del gimnasio|de la familia|de mi barrio].
      Hola, tengo [un rato libre|unos minutos|media hora|un hueco] ahora. Mi [objetivo|meta|idea] es \(.goal), ¿me
        podéis [ayudar|orientar|echar una mano]?
      Un placer saludaros. Llevo [tiempo|meses|semanas] dándole vueltas a lo de [cuidarme|ponerme en forma|vivir mejor]
        y necesito que alguien me [oriente|guíe|aconseje].
      Buenos días. [He rellenado|Acabo de rellenar|Ayer rellené] el formulario de la web y me [habéis dicho|habéis
        pedido|ha salido] que escriba por [aquí|este medio|este chat].
      Hola, soy \(.occupation) y voy siempre [con la lengua fuera|a la carrera|con prisas|de un lado para otro]. [Me
        gustaría|Quisiera|Quiero] \(.goal).
      ¿De qué va [exactamente|en concreto|más o menos] vuestro programa? Soy \(.name) y [tengo curiosidad|me pica la
        curiosidad|me interesa el tema].
      """,
    exploration: """
      Mi objetivo [principal|más importante|número uno] es \(.goal) y, si [puede ser|es posible|da tiempo], también
        \(.secondGoal).
      Como \(.occupation) me paso [el día|la jornada|media vida|ocho horas] delante del ordenador y llego a casa [sin
        fuerzas|sin ganas de nada|con la cabeza embotada|con la espalda hecha polvo].
      Duermo [fatal|poco y mal|a trompicones|cinco horas] y por la mañana [no soy persona|no doy pie con bola|arrastro
        los pies|tardo en arrancar]. ¿El programa [trata|aborda|tiene en cuenta] ese tema?
      He probado [mil dietas y varios gimnasios|de todo un poco|dietas, yoga y natación|varias cosas por mi cuenta] y
        siempre lo acabo dejando. ¿Qué tiene vuestro método de [especial|distinto|diferente]?
      Con \(.age) años noto que ya no [me recupero igual|aguanto lo mismo|rindo igual|tengo el mismo fuelle] que
        [antes|hace unos años|a los veinte].
      [Lo más urgente para mí|Lo primero para mí|Lo que más me importa|Mi prioridad] es \(.goal). ¿Qué
        [necesitáis|queréis|os hace falta] saber?
      Entre semana como [cualquier cosa|lo que pillo|un bocadillo|en cualquier sitio], casi siempre [de pie y
        deprisa|delante de la pantalla|fuera de hora|en diez minutos][|, y se nota|, qué le voy a hacer].
      En la última [revisión|analítica|consulta] me dijeron que tenía que cambiar de [rutina|hábitos]. ¿Hacéis un plan a
        partir de [la analítica|los informes|lo que diga el médico|cada caso]?
      [Querría|Me gustaría|Quiero] \(.goal), pero con [mis horarios|mi trabajo|tanto viaje|los turnos] lo veo
        [complicado|difícil|casi imposible]. ¿Cómo funciona lo vuestro?
      Llevo [una temporada|unos meses|todo el otoño|desde Navidad] con mucha tensión en [el curro|el trabajo|la oficina]
        y en casa lo están notando. Busco [un cambio de verdad|algo que funcione|aire fresco|otra forma de vivir].
      Salgo a [caminar|correr|andar en bici|nadar] [los domingos|algún sábado|de vez en cuando] y poco más. ¿Tendría un
        coach que me fuera [marcando el paso|corrigiendo|poniendo metas|siguiendo de cerca]?
      A mí lo que me [importa|interesa|mueve] [de verdad|sobre todo|más que nada] es \(.secondGoal). ¿Entra en [el
        programa|vuestro programa|lo que hace el programa]?
      """,
    presentation: """
      [Tiene buena pinta|Suena bien|Me gusta cómo suena|Interesante]. ¿Qué incluye el programa, [punto por punto|en
        concreto|a grandes rasgos|mes a mes][|, y qué queda fuera|, si se puede saber]?
      ¿Cuántas sesiones hay [al mes|a la semana|en total|el primer mes] y cuánto [dura cada una|duran|tiempo piden][|,
        más o menos|, de media]?
      ¿Se hace todo desde la app o también puedo [hablar|tratar mis cosas|resolver algo] con [alguien|una persona|un
        especialista] por [teléfono|videollamada|correo]?
      ¿Qué precio tiene [todo junto|el programa entero|lo básico|el paquete completo][|, por favor|, impuestos
        incluidos| hoy por hoy]?
      ¿Cuánto cuesta [al mes|al año|por trimestre|cada mes] si lo que [quiero|busco|necesito|pretendo] es \(.goal)?
      ¿[A partir de cuándo|En cuánto tiempo|Cuándo] se empiezan a [ver|notar|medir] [resultados|cambios|mejoras][| si
        uno es constante| en un caso como el mío| de verdad]?
      ¿El plan se puede [ajustar|adaptar|cambiar] si [viajo mucho|voy a turnos|paso temporadas fuera|tengo guardias] por
        [trabajo|la empresa|cosas del trabajo]?
      ¿Quién hay detrás[| de todo esto| del servicio], [médicos y nutricionistas|médicos y psicólogos|entrenadores y
        médicos|especialistas] o [solo|únicamente|nada más que] una inteligencia artificial?
      ¿Tenéis algún caso [parecido al mío|como el mío|que se parezca al mío], de alguien de [unos|más o menos|cerca de]
        \(.age) años[|, y qué tal le fue|, con nombre o sin él]?
      Lo de medir [el progreso|los avances|los pasos|el sueño] me convence, pero tengo una duda: ¿qué [pulseras o
        relojes|relojes|pulseras|básculas] son compatibles[| con la app| a día de hoy]?
      ¿Qué coste tiene cada [nivel|opción|modalidad] y en qué se [diferencian|distinguen][| en la práctica| en cuanto a
        atención| de cara al día a día]?
      Y si en [un par de|tres|cuatro|seis] meses no [consigo|logro|llego a] \(.goal), ¿hay [garantía|alguna
        garantía|algún tipo de garantía]?
      """,
    objectionHandling: """
      Hombre, me [parece|resulta|sale] algo caro. ¿Tenéis algún descuento[| por ser la primera vez| para familias| si me
        decido hoy| por pronto pago]?
      Mi trabajo de \(.occupation) me come [el día entero|casi todo el día|hasta las tardes|la semana]. ¿Cuánto tiempo
        tendría que [dedicarle|reservar|sacar][| cada día| a la semana| en total]?
      Eso de que me [lleve|aconseje|guíe] una inteligencia artificial no lo acabo de ver. ¿Qué pasa si [se equivoca|no
        me entiende|me da un mal consejo|falla]?
      Antes de [decidir nada|dar el paso|decir que sí|comprometerme] tengo que [hablarlo|comentarlo|verlo] en casa con
        mi pareja[|, que lo decidimos todo a medias|, como siempre].
      No es la primera vez que pago una cuota y [al mes|a las tres semanas|enseguida|en nada] lo dejo. ¿Por qué iba a
        ser [distinto|diferente] [esta vez|ahora|con vosotros]?
      ¿Y si no [noto|veo|consigo] nada? ¿Me devolvéis [el dinero|lo que haya pagado|la cuota|una parte][| sin preguntas|
        sin líos|, o cómo va]?
      En mi gimnasio tengo entrenador por [la mitad|bastante menos|un tercio|poco]. ¿Qué [gano|saco|mejoro] si contrato
        esto[|, según vosotros|, en resumen]?
      Me preocupa [la privacidad|la seguridad|el uso de la información|la protección de datos]. ¿Dónde se guardan mis
        datos [médicos|personales|de salud][| y cuánto tiempo| y quién los mira]?
      Con \(.age) años [igual|a lo mejor|quizá] ya llego tarde para \(.goal), ¿[no|verdad|no creéis]?
      Este [mes|trimestre|otoño|verano] ando con el dinero [contado|justo|muy medido]. ¿Puedo pagar a plazos[|, sin
        recargo|, o por trimestres|, mes a mes]?
      Tengo [la espalda|la rodilla|una muñeca|la cadera] delicada desde [hace años|una caída|hace tiempo]. ¿Seguro que
        los ejercicios no me van a [hacer daño|perjudicar|dejar peor]?
      Tengo que pensármelo[|, de verdad| con calma| este fin de semana]. ¿Hasta cuándo [dura|sigue|se mantiene] la
        promoción[|, por cierto|, más o menos]?
      """,
    negotiation: """
      Si pago [todo el año|el semestre|tres meses|el curso entero] por adelantado, ¿me [hacéis|podéis hacer|aplicáis]
        [una rebaja|algún descuento|un precio mejor]?
      ¿Se puede fraccionar el pago en [tres veces|dos veces|cuatro partes|seis meses] sin
        [recargo|intereses|comisiones][| ni papeleo|, digamos]?
      Si nos apuntamos dos [de la misma casa|de la oficina|de la familia|del mismo equipo], ¿hay [precio especial|algún
        precio mejor|un precio de grupo][| para ambos| desde el primer mes]?
      ¿Y si [empiezo por|entro con|arranco con] lo más [sencillo|básico|corto] y [más adelante|luego|en unos meses]
        [amplío|subo de nivel|cambio]?
      De mi presupuesto [mensual|de este año|para estas cosas] no me puedo [salir|mover|pasar]. ¿Qué me
        [ofrecéis|dais|proponéis] con eso?
      [Soy|Trabajo como] \(.occupation) y quizá mi empresa [pague|cubra|ponga] una parte. ¿Hacéis factura[| a su nombre|
        cada mes| con sus datos]?
      ¿Hay [unos días|una semana|un par de semanas|un mes] de prueba sin [compromiso|permanencia|ataduras][|, como en
        otros sitios|, para ver cómo va]?
      Si [el primer mes|en seis semanas|el primer trimestre|a los dos meses] no veo que vaya a \(.goal), ¿me puedo dar
        de baja sin [coste|penalización|explicaciones]?
      He visto algo [parecido|similar|del estilo] bastante más [barato|económico]. ¿Podéis
        [igualarlo|mejorarlo|acercaros|ajustaros]?
      ¿Me [guardáis|respetáis|mantenéis] este precio hasta [el lunes|mañana|fin de mes|el viernes|la semana que
        viene][|, por favor|, que lo consulto]?
      Si traigo a [un par de compañeros|una amiga|mi hermano|varios colegas] del trabajo, ¿tengo alguna
        [ventaja|rebaja|bonificación][| en la cuota|, o algo así| por ello]?
      ¿Cuánto se quedaría si [prescindo de|quito|me ahorro] [las llamadas|la parte de nutrición|las videollamadas|los
        extras] y uso [solo|únicamente|nada más que] la app?
      """,
    closing: """
      [Venga|Hala|Bueno|Pues nada], me [apunto|animo|decido]. ¿Cómo me inscribo[|, por favor| desde el móvil| hoy
        mismo]?
      [Vale|Perfecto|De acuerdo], quiero empezar [la semana que viene|el lunes|mañana mismo|el día uno]. ¿Qué [os hace
        falta|necesitáis|datos queréis][| de mí| para eso| primero]?
      ¿Puedo pagar con tarjeta o tiene que ser por [transferencia|domiciliación|transferencia bancaria][|, que a mí me
        da igual|, lo que os vaya mejor|, y cuándo lo cargáis]?
      [De acuerdo|Muy bien|Perfecto|Genial], [pásame|mándame|envíame|déjame] el enlace de pago [cuando puedas|por
        aquí|al correo|en cuanto lo tengas].
      ¿[Qué día|Cuándo|En qué fecha] tendría la primera sesión[| si me inscribo hoy| si pago hoy][| y con quién| y a qué
        hora|, más o menos]?
      Una vez hecho el pago, ¿me [mandáis|llega|enviáis] [un correo de confirmación|un justificante|algún aviso|un
        recibo][|, o lo miro yo|, o dónde lo veo|, para mi archivo]?
      [Necesitaría|Necesito|Me vendría bien] factura con el NIF de [mi empresa|mi despacho|la sociedad|mi negocio]. ¿Es
        posible[| este mes| desde el primer pago| con fecha de hoy]?
      Pues [me quedo con|me decido por|voy a por] el plan que me has [propuesto|recomendado|explicado] para \(.goal).
      ¿Cuánto tardáis en [darme|activarme|pasarme] acceso a la app[| una vez pagado| después del pago| desde que firmo|
        si es fin de semana]?
      Antes de pagar, ¿me [confirmas|dices|recuerdas|pones por escrito] el total con [el IVA incluido|todo
        incluido|impuestos][|, por favor|, y lo hago hoy|, para no liarme]?
      Ya lo hemos [hablado|comentado|decidido] en casa y [adelante|todos de acuerdo|nadie ha puesto pegas|les parece
        bien]. ¿Qué [hago|falta|sigue] para darme de alta?
      [Estupendo|Genial|Muy bien|Fenomenal], [contad conmigo|apuntadme|adelante entonces]. ¿La llamada de bienvenida la
        hacéis [vosotros|por la tarde|esta semana|por vídeo]?
      """,
    followUp: """
      Ya [tengo|me ha llegado|me habéis activado] el acceso, [ha llegado enseguida|todo en orden|ha ido rapidísimo|sin
        ningún fallo][|, gracias|, así da gusto|, se agradece].
      ¿[Cada cuánto|Con qué frecuencia|Qué días] hacéis el seguimiento[| al principio| y por qué medio| del primer mes|
        en mi caso]?
      ¿Tengo que [preparar|llevar|tener a mano] algo para la [primera sesión|próxima sesión|sesión de bienvenida][|,
        además de la analítica|, aparte de ganas|, por si acaso]?
      ¿Me podéis [enviar|poner|mandar|programar] un recordatorio [el día antes|una hora antes|la noche anterior|esa
        misma mañana][| al móvil| por correo| por mensaje]?
      Si me surge [una reunión|un viaje|una guardia|un imprevisto], ¿cómo [cambio|muevo|aplazo] la cita[|, sin
        perderla|, desde la app|, y con cuánto margen]?
      Llevo [unos días|una semana|diez días|apenas tres días] y ya [noto|veo|siento] [algo|un cambio|mejoría] en lo de
        \(.goal).
      ¿Puedo pasarle vuestro contacto a [un familiar|una amiga|mi hermano|una compañera|mi jefa] que
        [quiere|busca|necesita] \(.secondGoal)?
      No [me aparece|encuentro|me ha llegado|veo] el correo con los primeros pasos. ¿Me lo [volvéis a
        mandar|reenviáis|mandáis otra vez][|, por favor| hoy| a la misma dirección]?
      ¿A qué teléfono [llamo|escribo|me dirijo] si la app me da [problemas|guerra|algún fallo][| por la noche| en fin de
        semana| fuera de horario]?
      [Perfecto, queda todo claro|Todo claro|Muy bien, entendido|Ya no me pierdo]. Nos vemos en la sesión[| del lunes|
        de esta semana|, allí estaré| y llego puntual].
      Por ahora eso es todo, [me pongo con ello|mañana sigo|ya tengo deberes|lo demás lo miro en casa][|, gracias|, a
        ver qué tal].
      ¿Cuándo [repasamos|vemos|comparamos] los resultados? [Me apetece|Tengo ganas de|Tengo curiosidad por] [ver cómo
        voy|mirar los números|ver la gráfica|compararme].
      """,
    completed: """
      Pues nada, gracias por [todo|la atención|la ayuda|tu tiempo]. ¡Hasta luego[| y buen día|, un placer| a todo el
        equipo]!
      Ha sido un [placer|gusto] [hablar|charlar|tratar] contigo. Que [vaya bien|tengas buena tarde|tengas buen día|pases
        buena noche].
      [Perfecto|Muy bien|De acuerdo], [lo dejamos así|quedamos en eso|así queda]. ¡Nos vemos[| pronto| en unos días| la
        semana que viene]!
      Gracias por [tener tanta paciencia conmigo|la orientación|los consejos|explicarlo tan bien]. Hasta pronto[|,
        cuídate|, un saludo|, y enhorabuena por el trabajo].
      Ya está, no me queda ninguna [pregunta|cuestión|cosa pendiente]. [Buenas tardes|Buen día|Buenas noches|Que vaya
        bien].
      Vale, te agradezco [mucho|de verdad|un montón] la [ayuda|paciencia|atención|charla].
      Todo [listo|en orden|claro|resuelto] por mi parte. [Un saludo|Un abrazo|Saludos|Buen día][|, y gracias|, de
        verdad].
      Un [saludo|abrazo] de \(.name) y hasta [la próxima|otra|la vista|pronto].
      Con esto me apaño [de momento|por ahora|estos días|una temporada]. [Buen día|Buena tarde|Buenas noches|Que vaya
        bien].
      Me [ha quedado|queda] todo [clarísimo|muy claro|bien explicado|la mar de claro]. Hasta luego[| y gracias|, buen
        día|, un abrazo].
      Adiós, ahora sé [mejor|bastante mejor|más o menos] por dónde [tirar|empezar|seguir] para \(.goal).
      [Genial|Perfecto|Muy bien|Estupendo], si me surge [algo|cualquier cosa|alguna pregunta] os
        [escribo|aviso|llamo|mando un mensaje].
      """,
    courtesies: ["Gracias.", "Muchas gracias.", "Un saludo.", "Te lo agradezco."],
    longOpening:
      """
      Buenas, soy \(.name) y tengo \(.age) años. Antes de [apuntarme|decidirme|dar el paso] tengo [unas \
      cuantas|varias|bastantes] preguntas, así que te las pongo [todas juntas|de una vez|en un solo mensaje].
      """,
    questions: """
      ¿Cuánto cuesta al mes el programa [entero|completo] y cambia el precio si [más adelante|luego|en unos meses] paso
        a otro nivel?
      ¿Cuánto tiempo tendría que dedicarle cada [día|semana], teniendo en cuenta que trabajo como \(.occupation)?
      ¿Las decisiones las toma la inteligencia artificial o hay un coach que [revisa|mira|sigue] cada caso?
      ¿Dónde se guardan mis datos de salud y quién tiene permiso para [verlos|consultarlos|usarlos]?
      ¿En cuántas semanas se suele notar [algo|un cambio|mejoría] cuando el objetivo es \(.goal)?
      ¿Me serviría también para \(.secondGoal) o habría que contratarlo [aparte|por separado]?
      ¿Se puede pagar a plazos y hacéis factura con [todos los datos|los datos] de la empresa?
      Si me lesiono o [cojo una gripe|me operan|caigo en cama] a mitad de programa, ¿se [para|congela|suspende] la
        cuota?
      ¿Mi pareja puede entrar con descuento o tiene que [abrirse|tener|hacerse] su propia cuenta?
      ¿Tenéis resultados [contrastados|medidos|publicados] con gente de mi edad, más o menos?
      ¿Los menús se adaptan a lo que como [habitualmente|en casa|entre semana] o hay que comprar cosas raras?
      ¿Qué relojes y básculas son compatibles, y va bien la app en un móvil con [unos cuantos años|poca memoria]?
      ¿Cómo me doy de baja si no me [convence|gusta|funciona], y me devolvéis la parte que no haya usado?
      ¿Las sesiones son en directo o grabadas, y las hay a partir de las [ocho|siete|siete y media] de la tarde?
      ¿Hace falta una analítica antes de empezar y quién la [interpreta|mira|comenta]?
      ¿Qué me dais que no me dé ya un gimnasio con entrenador o una consulta de [nutrición|dietética]?
      """,
    longClosing: "Perdona [el rollo|la parrafada|tanta pregunta], pero prefiero tenerlo todo claro antes de decidir.",
    asides: .castilian)
}
